"""What comes in from a file of each format, noted once as text: a title, what is given, what comes of it.

`python -m tests.content.exchange.samples` notes anew what is read of every sample: look at the difference.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from content.errors import BrokenText
from content.exchange.archive import packed
from content.exchange.formats import read_aiken
from content.exchange.gift_reader import read_gift
from content.exchange.h5p_reader import read_h5p
from content.exchange.losses import Exchanged
from content.exchange.moodle_xml import read_moodle
from content.exchange.qti_reader import read_qti
from content.exchange.question_table import read_table
from content.module import Question

FOLDER = Path(__file__).parent / "samples"
TITLE, GIVEN, NOTED = "===== ", "\n", "\n-----\n"
Read = Exchanged[tuple[Question, ...]]
SKILL = "listen.active"


def _h5p(given: str, language: str) -> Read:
    about, content = given.split("\n")
    return read_h5p(packed({"h5p.json": about.encode(), "content/content.json": content.encode()}), SKILL, language)


READERS: dict[str, Callable[[str, str], Read]] = {
    "aiken": lambda given, language: read_aiken(given, SKILL),
    "gift": lambda given, language: read_gift(given, SKILL, language),
    "h5p": _h5p,
    "moodle": lambda given, language: read_moodle(f"<quiz>{given}</quiz>".encode(), SKILL, language),
    "qti": lambda given, language: read_qti(given.encode(), SKILL),
    "table": lambda given, language: read_table(given, SKILL),
}


class Sample(NamedTuple):
    """A sample: its title may end on the language of the module, as « [nl] »."""

    title: str
    given: str
    noted: str


def samples(name: str) -> Iterator[Sample]:
    for sample in (FOLDER / f"{name}.txt").read_text("utf-8").split(TITLE)[1:]:
        title, _, rest = sample.partition(GIVEN)
        given, _, noted = rest.partition(NOTED)
        yield Sample(title, given, noted)


def noted(name: str, sample: Sample) -> str:
    """What comes of a sample: each question with its options, then each loss, or the faults of the whole."""
    language = sample.title[-3:-1] if sample.title.endswith("]") else "fr"
    try:
        found = READERS[name](sample.given, language)
    except BrokenText as broken:
        return "".join(f"? {one.line}: {one.told}\n" for one in broken.problems)
    losses = [f"! {loss.line or loss.of}: {loss.sentence % dict(loss.values)}" for loss in found.losses]
    losses += [f"© {found.credit}"] if found.credit else []
    return "".join(f"{line}\n" for line in (*(line for one in found.value for line in _lines(one)), *losses))


def _lines(asked: Question) -> Iterator[str]:
    said = {
        name: getattr(asked, name)
        for name in ("use", "nature", "cites", "unit", "handing_back")
        if getattr(asked, name)
    }
    said |= {"tolerance": asked.tolerance} if asked.tolerance else {}
    usual = {"use": "learn", "nature": "méthode"}
    more = "".join(f" · {name} {value}" for name, value in said.items() if usual.get(name) != value)
    yield f"{asked.id} · {asked.skill} · {asked.kind}{more}"
    yield f"  {_line(asked.stem)}"
    for option in asked.options:
        told = (f" -> {option.match}" if option.match else "") + (f" > {option.feedback}" if option.feedback else "")
        yield _line(f"  {'+' if option.right else '-'} {option.text}{told}")


def _line(text: str) -> str:
    return text.replace("\n", "⏎")


def written(name: str, some: list[Sample]) -> str:
    return "".join(f"{TITLE}{one.title}{GIVEN}{one.given}{NOTED}{noted(name, one)}" for one in some)


if __name__ == "__main__":
    for each in READERS:
        (FOLDER / f"{each}.txt").write_text(written(each, [*samples(each)]), "utf-8")
