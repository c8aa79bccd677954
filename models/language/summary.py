"""A summary made of sentences of the text itself, each with its place: nothing is rewritten, so a reader can check."""

from content.strings.sentences import Span, sentences
from models.language import hybrid
from models.language.features import ArticleFeatures
from models.language.hybrid import Encode
from models.language.openers import takes_for_known
from models.language.ranker import ranker
from models.language.selections import FEWEST_WORDS
from models.language.standalone import units

SENTENCES_READ = 40
RANKED = {"fr"}
"""The languages whose ranker is fitted."""


def summarise(text: str, title: str, language: str | None, encode: Encode) -> tuple[Span, ...]:
    """Return the places of one to three sentences, 28 to 60 words, that say by themselves what a text is about.

    Shorter where the text has no more that stands alone. Fewer than two such sentences, or another language: none, and
    the title serves. A fitted ranker chooses in French; in Dutch and English, where no summaries by
    people were found to learn from, an untrained hybrid does, with the vectors of `encode`.
    """
    spans = sentences(text, language)[:SENTENCES_READ]
    texts = [text[span.start : span.end] for span in spans]
    told = units(text, spans, language or "")
    named = [one for one in told if not (one[0] and takes_for_known(texts[one[0]], title, language or ""))]
    # What takes something for known rather than a summary too short to say what the text is about.
    alone = named if sum(len(texts[place].split()) for one in named for place in one) >= FEWEST_WORDS else told
    if sum(map(len, alone)) < 2:
        return ()
    if language in RANKED:
        chosen = ranker().best(ArticleFeatures.of(texts, title), alone, language)
    else:
        chosen = hybrid.best(texts, title, alone, encode)
    return tuple(spans[place] for place in chosen)
