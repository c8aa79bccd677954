"""The invented articles of the measure, with the half that each belongs to, and their vectors."""

import re
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from models.language.vectors import unit
from models.news.stories.recognition import ComparedArticle, traits

FOLDER = Path(__file__).parent
BLOCK = re.compile(r"^(?:# (?P<head>.+)\n(?P<title>.+)\n(?P<text>(?:(?!# |== ).*\n?)*)|== .*)", re.MULTILINE)
STEP = 127
TUNED_ON, HELD_OUT, LATER = range(3)


@dataclass(frozen=True, slots=True)
class Article:
    """One invented article; articles of one `event` tell the same news.

    `half`: TUNED_ON, HELD_OUT, or LATER for those written when the weights were fixed.
    """

    event: str
    language: str
    at: datetime
    source: str
    title: str
    text: str
    half: int

    @property
    def key(self) -> str:
        """The key of its vector: a word changed is another article."""
        return sha256(f"{self.title}\n{self.text}".encode()).hexdigest()[:12]


def read() -> list[Article]:
    """Read the articles in order; topics go in turn to each half, so that a trap stays with what it traps."""
    later = [replace(article, half=LATER) for article in _read(FOLDER / "later.txt")]
    return [*_read(FOLDER / "articles.txt"), *later]


def _read(path: Path) -> list[Article]:
    found, topic = [], -1
    for block in BLOCK.finditer(path.read_text()):
        if block["head"] is None:
            topic += 1
            continue
        event, language, at, source = (part.strip() for part in block["head"].split("|"))
        instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
        found.append(Article(event, language, instant, source, block["title"], block["text"].strip(), topic % 2))
    return found


def told(article: Article, vector: Sequence[float], encoder: str, sources: Sequence[str]) -> ComparedArticle:
    """Return an article as the watch would compare it."""
    known_by = traits(article.title, article.text, article.language, None, vector, encoder)
    return ComparedArticle(known_by, article.at, sources.index(article.source))


def keep_vectors(
    encoder: str, articles: Iterable[Article], vectors: Iterable[Sequence[float]], path: Path = FOLDER / "vectors.txt"
) -> None:
    """Write the vectors, a byte for each number: what tests can read without an encoder."""
    lines = [encoder]
    for article, vector in zip(articles, vectors, strict=True):
        most = max(map(abs, vector))
        packed = b64encode(array("b", [round(STEP * value / most) for value in vector]).tobytes())
        lines.append(f"{article.key} {packed.decode()}")
    path.write_text("\n".join(lines) + "\n")


def kept_vectors(path: Path = FOLDER / "vectors.txt") -> tuple[str, dict[str, list[float]]]:
    """Return the version of the encoder, and the vectors by the key of their article."""
    encoder, *lines = path.read_text().splitlines()
    packed = (line.split() for line in lines)
    return encoder, {key: unit(array("b", b64decode(vector)).tolist()) for key, vector in packed}
