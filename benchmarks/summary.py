"""`python -m benchmarks.summary ARTICLES.jsonl.gz`: our summary against those that people wrote, by ROUGE.

Prints F1 × 100 of ROUGE-1, -2 and -L (Lin, 2004) for the first sentences and for ours, and the gain of ours in ROUGE-1
over each with the 95 % interval of a bootstrap over articles. Two flavours that must never be mixed: *French* counts
words as Unicode has them; *paper* drops accented letters, as the default tokenizer of rouge_score does, with which the
published figures in French were made. Fields of a line: article, heading (the summary of the newsroom), title.
"""

import argparse
import gzip
import json
import platform
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from statistics import fmean, quantiles
from time import perf_counter

from models.language import Encoder, summarise
from models.language.sentences import sentences
from models.language.selections import FEWEST_WORDS, MOST_SENTENCES
from models.settings import Settings

DRAWS = 1000
PLAYER_SCRIPT = re.compile(r"\s*(?:window\.pvp_|\(function\b|var [a-z_]+ ?=|googletag\b|new Pvp\b).*", re.DOTALL)
"""A few articles of OrangeSum end in the JavaScript of a video player."""

Scores = tuple[float, float, float]
Tokens = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Article:
    text: str
    title: str
    reference: str


def main() -> None:
    """Summarise, score, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.summary", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--articles", type=int, help="only the first so many")
    parser.add_argument("--encoder", type=Path, default=Settings.from_environment().encoder)
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    articles, encoder = load(asked.data, asked.articles), Encoder(asked.encoder)
    print(f"Python {platform.python_version()}, encoder {encoder.version}, {asked.data.name}: {len(articles)} articles")
    ours = summaries(articles, encoder)
    leads = {
        "lead-1": lead(articles, 1),
        "lead-2": lead(articles, 2),
        "lead, grown": lead(articles, MOST_SENTENCES, FEWEST_WORDS),
    }
    report("all; without a summary counts 0", articles, {**leads, "ours": ours}, asked.seed)
    told = [place for place, summary in enumerate(ours) if summary]
    some = {name: [texts[place] for place in told] for name, texts in {**leads, "ours": ours}.items()}
    report("those with a summary", [articles[place] for place in told], some, asked.seed)


def load(path: Path, most: int | None) -> list[Article]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, most)]
    return [Article(PLAYER_SCRIPT.sub("", row["article"]), row["title"], row["heading"]) for row in rows]


def summaries(articles: Sequence[Article], encoder: Encoder) -> list[str]:
    """Our summaries, and on the way what one costs."""
    encoder.encode(["the first text loads the model"])
    found, seconds = [], []
    for article in articles:
        start = perf_counter()
        spans = summarise(article.text, article.title, "fr", encoder.encode).spans
        seconds.append(perf_counter() - start)
        found.append(" ".join(article.text[span.start : span.end] for span in spans))
    cuts = quantiles(seconds, n=20)
    print(f"a summary takes {1000 * cuts[9]:.0f} ms (half of them), {1000 * cuts[18]:.0f} ms (19 of 20)")
    return found


def lead(articles: Sequence[Article], most: int, enough: int | None = None) -> list[str]:
    """The first sentences of each article: `most` of them, fewer where there are `enough` words before."""
    found = []
    for article in articles:
        taken: list[str] = []
        for span in sentences(article.text, "fr")[:most]:
            if enough and len(" ".join(taken).split()) >= enough:
                break
            taken.append(article.text[span.start : span.end])
        found.append(" ".join(taken))
    return found


def report(which: str, articles: Sequence[Article], texts: Mapping[str, Sequence[str]], seed: int) -> None:
    print(f"\n{len(articles)} articles ({which})")
    print(f"{'':12} words   French R-1 / R-2 / R-L     ours: R-1 more     paper R-1 / R-2 / R-L     ours: R-1 more")
    scored = {
        name: [
            [rouge(tokens(one.reference), tokens(text)) for one, text in zip(articles, of, strict=True)]
            for tokens in (french_words, paper_words)
        ]
        for name, of in texts.items()
    }
    for name, flavours in scored.items():
        length = fmean(len(text.split()) for text in texts[name])
        columns = [
            f"{figures(mine)}   {gain(ours, mine, seed)}" for mine, ours in zip(flavours, scored["ours"], strict=True)
        ]
        print(f"{name:12} {length:5.1f}   {'     '.join(columns)}")


def figures(scores: Sequence[Scores]) -> str:
    return " / ".join(f"{fmean(column):5.2f}" for column in zip(*scores, strict=True))


def gain(ours: Sequence[Scores], others: Sequence[Scores], seed: int) -> str:
    """The 95 % interval of our mean gain in ROUGE-1, articles drawn with replacement."""
    gains = [mine[0] - other[0] for mine, other in zip(ours, others, strict=True)]
    if not any(gains):
        return " " * 15
    draw = random.Random(seed)
    cuts = quantiles((fmean(draw.choices(gains, k=len(gains))) for _ in range(DRAWS)), n=40)
    return f"{cuts[0]:+5.2f} … {cuts[-1]:+5.2f}"


def french_words(text: str) -> list[str]:
    """« L'été à Liège » is l, été, à, liège."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).lower())


def paper_words(text: str) -> list[str]:
    """« L'été à Liège » is l, t, li, ge."""
    return re.findall(r"[a-z0-9]+", text.lower())


def rouge(reference: Sequence[str], summary: Sequence[str]) -> Scores:
    """F1 × 100 of the words, of the pairs of words, and of the longest common subsequence."""
    words = (Counter(reference) & Counter(summary)).total()
    pairs = (Counter(pairwise(reference)) & Counter(pairwise(summary))).total()
    common = longest_common_subsequence(reference, summary)
    return (
        f1(words, len(reference), len(summary)),
        f1(pairs, len(reference) - 1, len(summary) - 1),
        f1(common, len(reference), len(summary)),
    )


def f1(shared: int, expected: int, found: int) -> float:
    return 200 * shared / (expected + found) if shared else 0.0


def longest_common_subsequence(one: Sequence[str], other: Sequence[str]) -> int:
    row = [0] * (len(other) + 1)
    for word in one:
        before = 0
        for place, candidate in enumerate(other, start=1):
            before, row[place] = row[place], before + 1 if word == candidate else max(row[place], row[place - 1])
    return row[-1]


if __name__ == "__main__":
    main()
