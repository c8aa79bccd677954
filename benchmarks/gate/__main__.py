"""`python -m benchmarks.gate [NEWS]`: how well the topic gate tells the trade from the rest of the news.

Sixty invented entries in French, Dutch and English, labelled by hand: by words alone, by the encoder alone, by both.
NEWS: general French news (a .jsonl.gz with `title` and `heading`); what share of it passes.
"""

import argparse
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import yaml

from models.ground.settings import Settings
from models.language.encoder import Encoder
from watchers import gate

ENTRIES = Path(__file__).parent / "entries.yaml"
MARGINS = (0.0, 0.01, 0.015, 0.02, 0.025, 0.03, 0.04)
MOST_NEWS = 400


def main() -> None:
    """Judge, compare, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gate", description=__doc__)
    parser.add_argument("news", type=Path, nargs="?")
    asked = parser.parse_args()
    encoder = Encoder(Settings.from_environment().encoder)
    entries = yaml.safe_load(ENTRIES.read_text("utf-8"))
    told = [(f"{one['title']}\n{one['lead']}", one["job"]) for one in entries]
    texts = [words for words, _ in told]
    margins = dict(zip(texts, gate.margins(encoder.encode, texts), strict=True))
    print(f"{len(told)} entries, {sum(job for _, job in told)} of the trade")
    _line("words alone", told, gate.has_words)
    for least in MARGINS:
        near = {words for words, value in margins.items() if value >= least}
        _line(f"encoder ≥ {least:+.3f}", told, near.__contains__)
        _line(f"words or encoder ≥ {least:+.3f}", told, ({w for w in margins if gate.has_words(w)} | near).__contains__)
    for (words, job), passes in zip(told, gate.touch_the_trade(encoder.encode, texts), strict=True):
        if passes is not job:
            print(f"  {'missed' if job else 'let in'} ({margins[words]:+.3f}): {words.splitlines()[0]}")
    if asked.news:
        _general(encoder, asked.news)


def _line(name: str, told: list[tuple[str, bool]], passes: Callable[[str], bool]) -> None:
    """Return precision and recall, of all news and of the half with even places."""
    scores = []
    for some in (told, told[::2]):
        right = sum(passes(words) and job for words, job in some)
        passed, wanted = sum(map(passes, (words for words, _ in some))), sum(job for _, job in some)
        scores.append(f"precision {right / max(1, passed):.2f}, recall {right / wanted:.2f}")
    print(f"{name:30} {scores[0]}; even places: {scores[1]}")


def _general(encoder: Encoder, path: Path) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        news = [json.loads(line) for _, line in zip(range(MOST_NEWS), file, strict=False)]
    texts = [f"{one['title']}\n{one['heading']}" for one in news]
    started = perf_counter()
    margins = gate.margins(encoder.encode, texts)
    each = 1000 * (perf_counter() - started) / len(texts)
    worded = set(filter(gate.has_words, texts))
    print(f"general news: {len(texts)} texts, {each:.0f} ms each, {len(worded)} pass by words")
    for least in MARGINS:
        passed = worded | {text for text, value in zip(texts, margins, strict=True) if value >= least}
        print(f"  margin {least:+.3f}: {100 * len(passed) / len(texts):.1f} % pass")


if __name__ == "__main__":
    main()
