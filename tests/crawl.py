"""What every page says to every role and what every post changes: written to a folder, or two folders compared.

`python -m tests.crawl FOLDER` writes them as this tree says them; `python -m tests.crawl OLD NEW` tells what differs.
The house is furnished as in the tests and its clock stands still; what is drawn or signed anew is left out.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import unified_diff
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from flask import Response, has_request_context, request
from sqlalchemy import event

from models.ground.store import Store
from models.tables.people import Account
from tests.builders import MONDAY, small_pack
from tests.databases import FreshDatabase, sqlite_databases
from tests.house import House, house_on
from tests.page_browser import Page
from tests.site.pages import hers
from tests.site.pages.furnished import ROLES, Furnished, furnish
from tests.studio.rule_changes.made_changes import AFTER
from tests.teaching import teach

MADE_ANEW = re.compile(
    r"boussole\.example/[^\s)]*"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}|\b[A-Z2-7]{32}\b"
    r"|[\w-]{12,}\.[\w-]{5,}\.[\w-]{16,}"
    r"|\b[0-9a-f]{32,64}\b"
    r"|(?<![\w-])[\w-]{43}(?![\w-])|(?<=/l/)[\w-]{22}(?![\w-])"
)
"""Signed links and tokens, random keys, secrets of second factors: never the same twice."""
AN_OPTION = "La bonne"
"""Options come in an order that is drawn, so the words of a page that has them are compared in any order."""
VISITORS = {
    "nobody": None,
    **{role: (role,) for role in (*ROLES, "everything") if role != "nobody"},
    "nederlands": ("everything", "nl"),
    "english": ("everything", "en"),
}
"""Who looks at all pages, and in which language; `everything` is trainer and administrator at once."""
WRITTEN = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
A_ROW = re.compile(r"\(\?(?:, \?)*\)")


def crawl(folder: Path) -> None:
    """Write one file for each visitor and one for all posts; `folder` need not exist."""
    folder.mkdir(parents=True, exist_ok=True)
    with sqlite_databases() as databases, TemporaryDirectory() as instance:
        for visitor, text in pages(databases, Path(instance)):
            (folder / f"{visitor}.txt").write_text(text, "utf-8")
            print(f"{visitor}: {text.count(chr(10))} lines", flush=True)
        (folder / "posts.txt").write_text("".join(posts(databases, Path(instance))), "utf-8")


# ---------------------------------------------------------------------------------------------------------------- pages


@dataclass(frozen=True)
class Visit:
    """What came of one address for one visitor: the page, the tables that were written, the statements asked."""

    endpoint: str
    address: str
    page: Page
    written: frozenset[str]
    asked: int


@dataclass(frozen=True)
class Crawl:
    """A furnished house, what each visitor met in it, and somebody with a whole life of whom others see nothing."""

    furnished: Furnished
    her: Account
    visits: Mapping[str, Sequence[Visit]]

    def of(self, *visitors: str) -> Iterator[Visit]:
        """Yield what those visitors met, one after the other."""
        for visitor in visitors:
            yield from self.visits[visitor]


def crawled(house: House) -> Crawl:
    """Furnish a house, let somebody live there, and visit everything on a day on which a rule change is due."""
    furnished, her = furnish(house), house.person()
    hers.live(furnished, her)
    return Crawl(furnished, house.again(her), visits(furnished))


def visits(furnished: Furnished) -> dict[str, list[Visit]]:
    """All pages as each visitor meets them, her own where they are somebody's; addresses are made before any visit."""
    known = {visitor: furnished.person(*who) if who else None for visitor, who in VISITORS.items()}
    places = {visitor: furnished.addresses(person) for visitor, person in known.items()}
    furnished.house.clock.at = AFTER
    seen = {visitor: list(visits_of(furnished.house, known[visitor], places[visitor])) for visitor in VISITORS}
    furnished.house.clock.at = MONDAY
    return seen


def visits_of(house: House, person: Account | None, places: Mapping[str, Sequence[str]]) -> Iterator[Visit]:
    browser = house.browser_of(person) if person else None
    for endpoint, addresses in places.items():
        for address in addresses:
            with statements(house.app.extensions["store"]) as sent:
                page = (browser or house.stranger()).get(address)
            yield Visit(endpoint, address, page, frozenset(one.table for one in sent if one.verb), len(sent))


def pages(databases: FreshDatabase, instance: Path) -> Iterator[tuple[str, str]]:
    """Yield each visitor and all that she sees, page by page."""
    with databases() as url, house_on(url, instance) as house:
        teach(house.store, small_pack())
        for visitor, seen in crawled(house).visits.items():
            numbers = Counter[str]()
            told = []
            for visit in seen:
                told.append(told_of(f"{visit.endpoint} {numbers[visit.endpoint]}", visit.page))
                numbers[visit.endpoint] += 1
            yield visitor, "".join(told)


def told_of(name: str, page: Page) -> str:
    """A section: how the page answered, its words, where it leads, what can be filled in there."""
    words = [" ".join(one.split()) for one in page.tree.body.itertext() if one.strip()]
    links = [f"-> {one}" for one in page.links()]
    lines = [settled(one) for one in (*words, *links, *fields(page))]
    if AN_OPTION in page.text:
        lines = sorted(" ".join(lines).split())
    return "\n".join([f"## {name}", *map(str, page.came_by), str(page.status), page.title, *lines, ""])


def fields(page: Page) -> Iterator[str]:
    for form in page.forms():
        yield f"{form.method} {form.action or page.path}"
        for control in form.xpath(".//input|.//select|.//textarea|.//button"):
            held = control.get("value", "") if control.get("type") != "hidden" else ""
            yield f"  {control.tag} {control.get('type', '')} {control.get('name', '')}={held}"


def settled(line: str) -> str:
    return MADE_ANEW.sub("…", line)


# ---------------------------------------------------------------------------------------------------------------- posts


def posts(databases: FreshDatabase, instance: Path) -> Iterator[str]:
    """Yield a section for each thing that people do: what each of its posts came to, and which rows it changed."""
    from tests.site.pages.walks import HOUSES  # which imports the tests of pages, and some of those ask this crawl

    for pack, walks in HOUSES:
        with databases() as url, house_on(url, instance) as house:
            teach(house.store, pack)
            with noted(house) as lines:
                for walk in (walk for some in walks for walk in some(house)):
                    walk()
                    house.clock.at = MONDAY
                    yield "\n".join([f"## {name_of(walk)}", *lines, ""])
                    lines.clear()


def name_of(walk: object) -> str:
    assert isinstance(walk, partial)
    told = walk.args[1] if walk.func.__name__ == "by_a_provider" else walk.func
    return str(told.__name__)


@contextmanager
def noted(house: House) -> Iterator[list[str]]:
    """What posts come to meanwhile: the endpoint, the status, and how many rows of which table were written."""
    lines: list[str] = []
    with statements(house.app.extensions["store"]) as sent:

        def end(response: Response) -> Response:
            if request.method == "POST":
                rows = Counter[str]()
                for one in sent:
                    rows.update({f"{one.verb} {one.table}": one.rows} if one.verb else {})
                said = ", ".join(f"{what} {number}" for what, number in sorted(rows.items()))
                lines.append(f"{request.endpoint} {response.status_code}: {said}")
            return response

        house.app.before_request_funcs.setdefault(None, []).insert(0, sent.clear)
        house.app.after_request(end)
        yield lines


class Statement(NamedTuple):
    """One statement of a request; `verb` and `table` are empty where it only reads."""

    verb: str
    table: str
    rows: int


READING = Statement("", "", 0)


@contextmanager
def statements(store: Store) -> Iterator[list[Statement]]:
    """What requests ask of the database meanwhile, each known once its transaction has ended; undone, it only reads."""
    sent, pending = list[Statement](), list[Statement]()

    def note(_: Any, cursor: Any, statement: str, parameters: Any, __: Any, executemany: bool) -> None:
        if not has_request_context():
            return
        pending.append(READING)
        if found := WRITTEN.match(statement.lstrip()):
            verb, table = found[1].split()[0].lower(), found[2]
            many = len(parameters) if executemany else len(A_ROW.findall(statement)) or 1
            pending[-1] = Statement(verb, table, many if verb == "insert" else max(cursor.rowcount, 0))

    def commit(*_: Any) -> None:
        sent.extend(pending)
        pending.clear()

    def roll_back(*_: Any) -> None:
        pending[:] = [READING] * len(pending)
        commit()

    listeners = {"after_cursor_execute": note, "commit": commit, "rollback": roll_back, "rollback_savepoint": roll_back}
    for name, listener in listeners.items():
        event.listen(store.engine, name, listener)
    yield sent
    for name, listener in listeners.items():
        event.remove(store.engine, name, listener)


# ------------------------------------------------------------------------------------------------------------ comparing


def differences(old: Path, new: Path) -> Iterator[str]:
    """Yield what is in one folder and not in the other, section by section."""
    for name in sorted({file.name for folder in (old, new) for file in folder.glob("*.txt")}):
        before, after = sections(old / name), sections(new / name)
        for section in sorted(before.keys() | after.keys()):
            was, now = before.get(section), after.get(section)
            if was is None or now is None:
                yield f"{name} {section}: {'new' if was is None else 'gone'}"
            elif was != now:
                changed = unified_diff(was.splitlines(), now.splitlines(), n=0, lineterm="")
                said = [line for line in changed if not line.startswith(("---", "+++", "@@"))]
                yield "\n    ".join([f"{name} {section}", *said])


def sections(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    parts = re.split(r"^## ", file.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return {heading: body for heading, _, body in (part.partition("\n") for part in parts)}


def main(*arguments: str) -> int:
    """Return 0, or 1 where two folders differ."""
    if len(arguments) == 1:
        crawl(Path(arguments[0]))
        return 0
    found = list(differences(*map(Path, arguments)))
    print("\n".join(found) or "Nothing differs.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
