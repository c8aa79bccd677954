"""`python -m benchmarks.summary ARTICLES.jsonl.gz`: our summary against those that people wrote, by ROUGE.

Prints F1 × 100 of ROUGE-1, -2 and -L in two flavours (French tokens; the package's default tokens), mean words,
milliseconds an article, and the gain of ours in ROUGE-1 with the 95 % interval of a bootstrap over articles; then the
goals. An article without a summary of ours counts 0.
"""

import argparse
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import fmean
from time import perf_counter

from benchmarks.summary.articles import Told, load
from benchmarks.summary.rivals import Method, best_sentence, grown_lead, lead, text_of, untrained, words_as_vectors
from benchmarks.summary.rouge import Scores, french_words, gain, package_words, rouge
from models.ground.settings import Settings
from models.language.encoder import Encoder
from models.language.prepare import is_prepared
from models.language.summary import ranker, summarise

GOALS = (29.28, 10.53, 19.25)
"""ROUGE-1, -2 and -L of the prototype's best row on the validation split, French tokens."""
MOST_MEAN_WORDS = 55
MOST_MILLISECONDS = 60


@dataclass(frozen=True)
class Row:
    """One method over all articles."""

    name: str
    articles: Sequence[Told]
    texts: Sequence[str]
    milliseconds: float

    @cached_property
    def french(self) -> list[Scores]:
        return [
            rouge(french_words(told.reference), french_words(text))
            for told, text in zip(self.articles, self.texts, strict=True)
        ]

    @cached_property
    def package(self) -> list[Scores]:
        return [
            rouge(package_words(told.reference), package_words(text))
            for told, text in zip(self.articles, self.texts, strict=True)
        ]

    @cached_property
    def words(self) -> float:
        return fmean(len(text.split()) for text in self.texts)


def main() -> None:
    """Summarise, score, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.summary", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--articles", type=int, help="only the first so many")
    parser.add_argument("--encoder", type=Path, default=Settings.from_environment().encoder, help="for the hybrid")
    parser.add_argument("--no-encoder", action="store_true", help="leave out the row that needs the encoder")
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    articles = load(asked.data, asked.articles)
    load_now = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print(f"Python {platform.python_version()}, {asked.data.name}: {len(articles)} articles, {load_now}")
    methods: dict[str, Method] = {
        "lead-1": lead(1),
        "lead-2": lead(2),
        "lead-3": lead(3),
        "lead, grown to 28 words": grown_lead,
        "untrained hybrid, words": untrained(words_as_vectors),
    }
    if is_prepared(asked.encoder) and not asked.no_encoder:
        methods["untrained hybrid, e5"] = untrained(_warm(asked.encoder).encode)
    rows = {name: _timed(name, articles, method) for name, method in methods.items()}
    rows["ours"] = ours(articles)
    rows["best sentence (bound)"] = _timed("best sentence (bound)", articles, best_sentence)
    for row in rows.values():
        print(_line(row, rows["ours"], asked.seed), flush=True)
    report_goals(rows["ours"], rows["lead-2"], asked.seed)


def ours(articles: Sequence[Told]) -> Row:
    """Return our summaries, made as the watch makes them."""
    ranker()
    texts, start = [], perf_counter()
    for told in articles:
        spans = summarise(told.text, told.title, "fr", _no_encoder)
        texts.append(" ".join(told.text[span.start : span.end] for span in spans))
    return Row("ours", articles, texts, 1000 * (perf_counter() - start) / len(articles))


def _no_encoder(texts: Sequence[str]) -> Sequence[Sequence[float]]:
    raise AssertionError("the French ranker needs no vectors")


def _warm(folder: Path) -> Encoder:
    encoder = Encoder(folder)
    encoder.encode(["the first text loads the model"])
    return encoder


def _timed(name: str, articles: Sequence[Told], method: Method) -> Row:
    start = perf_counter()
    texts = [text_of(told, method(told)) for told in articles]
    return Row(name, articles, texts, 1000 * (perf_counter() - start) / len(articles))


def _line(row: Row, our: Row, seed: int) -> str:
    french, package = (" / ".join(f"{part:5.2f}" for part in _means(scores)) for scores in (row.french, row.package))
    more = "" if row is our else "{:+5.2f} … {:+5.2f}".format(*gain(our.french, row.french, seed))
    return (
        f"{row.name:24} {row.words:5.1f} words {row.milliseconds:6.1f} ms   French {french}   package {package}"
        f"   ours R-1 {more}"
    )


def _means(scores: Sequence[Scores]) -> list[float]:
    return [fmean(column) for column in zip(*scores, strict=True)]


def report_goals(our: Row, lead_two: Row, seed: int) -> None:
    """Print each goal, with the word reached or MISSED."""
    means = _means(our.french)
    low, high = gain(our.french, lead_two.french, seed)
    pieces = [
        (sentence, told) for told, text in zip(our.articles, our.texts, strict=True) for sentence in _shown(told, text)
    ]
    verbatim = fmean(sentence in told.text for sentence, told in pieces)
    told_texts = [text for text in our.texts if text]
    print(f"\n{len(our.texts) - len(told_texts)} articles of {len(our.texts)} without a summary: title and link")
    for name, figure, goal in zip(("ROUGE-1", "ROUGE-2", "ROUGE-L"), means, GOALS, strict=True):
        _goal(f"{name} {figure:.2f}, at least {goal}", figure >= goal)
    _goal(f"{our.words:.1f} words on average, at most {MOST_MEAN_WORDS}", our.words <= MOST_MEAN_WORDS)
    _goal(f"R-1 over lead-2 {low:+.2f} … {high:+.2f}, above zero", low > 0)
    _goal(f"{100 * verbatim:.1f} % of {len(pieces)} shown sentences verbatim", verbatim == 1)
    _goal(f"{our.milliseconds:.1f} ms an article, at most {MOST_MILLISECONDS}", our.milliseconds <= MOST_MILLISECONDS)


def _shown(told: Told, text: str) -> list[str]:
    """Return the sentences of a summary, found again by what the whole of it says."""
    spans = summarise(told.text, told.title, "fr", _no_encoder) if text else ()
    return [told.text[span.start : span.end] for span in spans]


def _goal(what: str, reached: bool) -> None:
    print(f"  {what:60} goal: {'reached' if reached else 'MISSED'}")


if __name__ == "__main__":
    main()
