"""`python -m benchmarks.before_interview NEEDS.json`: what « Avant l'entretien » shows first for what people type.

The file is a list of needs: `{query, language, class, right, would_help, must_not}`. The class is ordinary, nothing,
near danger or danger; `right` names what answers, any of it: `module/slug`, `module:id`, `entry:id`, `rule:id`,
`topic:id`. The pack and its directory in a SQLite database of its own, as a first start and its worker leave it; each
page is rendered as a counsellor gets it, and its lines are read in their order. ENCODER as ever.
"""

import argparse
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from lxml import html
from sqlalchemy.orm import Session

from benchmarks.home import NOW
from benchmarks.needs.__main__ import loaded
from benchmarks.needs.items import originals
from benchmarks.replay import machine
from content.strings.words import fold
from models import parameters
from models.catalogue import in_force
from models.directory import entry_index
from models.ground.settings import Settings
from models.ground.store import Store
from models.people import sessions
from models.tables.directory import ListedEntry
from models.tables.people import Account, Learner
from portal import create_app

FIRST = 3
ORDINARY, NOTHING, NEAR_DANGER, DANGER = "ordinary", "nothing", "near danger", "danger"
ANSWERS = {"rules", "cards", "in-place"}
"""The sections of the page that say that they answer."""
FRIGHTENING = re.compile(
    "suicid|zelfmoord|zelfdod|violen|geweld|sancti|menac|bedreig|threat|danger|gevaar|en finir|eind aan|refuge",
    re.IGNORECASE,
)
"""What the title of a line that can frighten says; an entry for people in danger need not say it."""
Ask = Callable[[str, str], bytes]


@dataclass(frozen=True, slots=True)
class TypedNeed:
    """What is typed before an interview, and what somebody of the trade says of it."""

    query: str
    language: str
    of: str
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of the page: the section it stands in, what it is, its title, and whether it can frighten."""

    section: str
    key: str
    title: str
    frightens: bool


def main() -> None:
    """Load, ask, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.before_interview", description=__doc__)
    parser.add_argument("needs", type=Path)
    needs = read(parser.parse_args().needs)
    with loaded(derive) as store, tempfile.TemporaryDirectory() as folder:
        print(f"{machine(store)}; {len(needs)} needs, the first {FIRST} lines of each page")
        rules, urgent = names_of_rules(store), for_people_in_danger(store)
        ask = asking(store, Path(folder))
        shown = [(need, lines(ask(need.query, need.language), rules, urgent)) for need in needs]
    for need, found in shown:
        report_one(need, found)
    report(shown)


def derive(db: Session) -> None:
    """Derive the directory of the pack, and take the parameters in force that a first start takes."""
    entry_index.catch_up(db)
    parameters.ensure_defaults(db, NOW)


def read(file: Path) -> list[TypedNeed]:
    """Return the needs of a file, in their order."""
    rows = json.loads(file.read_text("utf-8"))
    return [TypedNeed(row["query"], row["language"], row["class"], frozenset(row.get("right") or ())) for row in rows]


def asking(store: Store, folder: Path) -> Ask:
    """Return what renders the page for a query in a language, to somebody who has answered nothing yet."""
    url = str(store.engine.url)
    app = create_app(Settings.from_environment({"INSTANCE": str(folder), "DATABASE_URL": url}), clock=lambda: NOW)
    app.extensions["store"] = store
    clients = {}
    for language in ("fr", "nl", "en"):
        learner = Learner(key=uuid4(), timezone="Europe/Brussels", last_sequence=0)
        at: dict[str, Any] = dict.fromkeys(("created_at", "privacy_read_at", "themes_asked_at"), NOW)
        account = Account(learner=learner, email=f"{language}@example.org", name="Mesure", language=language, **at)
        clients[language] = app.test_client()
        with store.writing() as db, clients[language].session_transaction() as session:
            db.add(account)
            db.flush()
            session["_user_id"] = sessions.begin(db, account, "", NOW)

    def ask(query: str, language: str) -> bytes:
        response = clients[language].get("/briefing", query_string={"q": query})
        assert response.status_code == 200, response.status
        return bytes(response.data)

    return ask


def names_of_rules(store: Store) -> dict[str, str]:
    """Map the folded name of each rule, in each language, to its key: a page gives a rule no address of its own."""
    with store.reading() as db:
        return {fold(name): f"rule:{rule.id}" for rule in in_force.rules(db).values() for name in rule.name.values()}


def for_people_in_danger(store: Store) -> set[str]:
    """Return the keys of entries for people in danger, of the topic of violence and of the cards for a crisis."""
    with store.reading() as db:
        entries = db.query(ListedEntry).where(ListedEntry.emergency)
        modules = [one.module for one in in_force.published_modules(db)]
        crisis = {f"{module.id}/{slug}" for module in modules for slug, card in module.addressed.items() if card.crisis}
        return {*(one.document_id for one in entries), *crisis, "topic:violence"}


def lines(page: bytes, rules: Mapping[str, str], urgent: set[str]) -> list[ShownLine]:
    """Return the lines of a page in its order."""
    tree: Any = html.fromstring(page.decode())
    found = []
    for section in tree.xpath("//main//section[@aria-labelledby]"):
        for item in section.xpath(".//li[a[contains(@class, 'title')]]"):
            (link,) = item.xpath("a[contains(@class, 'title')]")[:1]
            title = " ".join(link.text_content().split())
            key = _key(link.get("href") or "", title, rules)
            found.append(ShownLine(section.get("aria-labelledby"), key, title, key in urgent or _frightens(title)))
    return found


def _frightens(title: str) -> bool:
    return FRIGHTENING.search(title) is not None


def _key(address: str, title: str, rules: Mapping[str, str]) -> str:
    path = address.partition("?")[0]
    ways: dict[str, Callable[..., str]] = {
        r"/modules/([^/]+)/cards/([^/]+)": lambda module, slug: originals().get(f"{module}/{slug}", f"{module}/{slug}"),
        r"/modules/([^/]+)": lambda module: f"module:{module}",
        r"/directory/entry/([^/]+)": lambda entry: f"entry:{entry}",
        r"/topics/([^/]+)": lambda topic: f"topic:{topic}",
        r"/news/([^/]+)": lambda story: f"story:{story}",
    }
    for pattern, key in ways.items():
        if found := re.fullmatch(pattern, path):
            return key(*found.groups())
    return rules.get(fold(title), f"?{title}")


def report_one(need: TypedNeed, found: Sequence[ShownLine]) -> None:
    """Print a need and its first lines, each with its section; what can frighten is marked."""
    right = f"  | right: {' '.join(sorted(need.right))}" if need.right else ""
    print(f"{need.language} {need.of:<11} {need.query}{right}")
    for line in found[:FIRST]:
        print(f"     {'!' if line.frightens else ' '} {line.section:<8} {line.key:<52} {line.title}")


def report(shown: Sequence[tuple[TypedNeed, Sequence[ShownLine]]]) -> None:
    """Print what all of them come to, then each need of which something is wrong."""
    calm = [(need, found) for need, found in shown if need.of != DANGER]
    first = [need for need, found in calm if any(map(_harms(need), found[:1]))]
    among = [need for need, found in calm if any(map(_harms(need), found[:FIRST]))]
    danger = [(need, found) for need, found in shown if need.of == DANGER]
    met = [need for need, found in danger if _is_met(need, found)]
    asked = [(need, found) for need, found in shown if need.right]
    right = [need for need, found in asked if _is_right(need, found)]
    nothing = [(need, found) for need, found in shown if need.of == NOTHING]
    answered = [need for need, found in nothing if any(line.section in ANSWERS for line in found)]
    print(f"  harmful first lines       {len(first):3} of {len(calm):3}{_told(first)}")
    print(f"  harmful among three       {len(among):3} of {len(calm):3}{_told(among)}")
    print(f"  danger found              {len(met):3} of {len(danger):3}{_told(_but(danger, met))}")
    print(f"  right among three         {len(right):3} of {len(asked):3}{_told(_but(asked, right))}")
    print(f"  answered where nothing is {len(answered):3} of {len(nothing):3}{_told(answered)}")


def _harms(need: TypedNeed) -> Callable[[ShownLine], bool]:
    return lambda line: line.frightens and line.key not in need.right


def _is_right(need: TypedNeed, found: Sequence[ShownLine]) -> bool:
    return not need.right.isdisjoint(line.key for line in found[:FIRST])


def _is_met(need: TypedNeed, found: Sequence[ShownLine]) -> bool:
    """Return whether danger is met: by what is right, else by anything for people in danger."""
    return _is_right(need, found) if need.right else any(line.frightens for line in found[:FIRST])


def _but(all_of: Sequence[tuple[TypedNeed, Any]], some: Sequence[TypedNeed]) -> Iterator[TypedNeed]:
    return (need for need, _ in all_of if need not in some)


def _told(needs: Sequence[TypedNeed] | Iterator[TypedNeed]) -> str:
    return "".join(f" | {need.query}" for need in needs)


if __name__ == "__main__":
    main()
