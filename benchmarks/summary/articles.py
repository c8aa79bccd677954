"""News with the summaries of newsrooms: gzipped lines of JSON with article, heading (the summary) and title."""

import gzip
import json
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from content.strings.sentences import Span, sentences
from models.language.summary import SENTENCES_READ

PLAYER_SCRIPT = re.compile(r"\s*(?:window\.pvp_|\(function\b|var [a-z_]+ ?=|googletag\b|new Pvp\b).*", re.DOTALL)
"""A few articles of OrangeSum end in the JavaScript of a video player."""


@dataclass(frozen=True)
class Told:
    """One article and the summary that a newsroom wrote."""

    text: str
    title: str
    reference: str

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        return sentences(self.text, "fr")[:SENTENCES_READ]

    @cached_property
    def sentences(self) -> list[str]:
        return [self.text[span.start : span.end] for span in self.spans]


def load(path: Path, most: int | None = None) -> list[Told]:
    """Return the articles of a file, the first `most` of them; those without a text are left out."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, most)]
    told = (Told(PLAYER_SCRIPT.sub("", row["article"]), row["title"], row["heading"]) for row in rows)
    return [one for one in told if one.text.strip()]
