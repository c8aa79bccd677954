"""A large log: how long the worker takes, how long each page takes, and whether every figure is that of the oracle."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from math import isclose
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter, process_time
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select

from benchmarks.replay import machine
from benchmarks.statistics.oracle import Oracle
from benchmarks.statistics.settings import Log
from content.marking import mark
from content.module import Card, Module, Option, Question, QuestionKind
from content.pack import Pack
from content.text.writing import write_module
from models import parameters
from models.catalogue import coming_into_force, documents
from models.ground import schema
from models.ground.settings import Settings
from models.ground.store import Store
from models.people import accounts, sessions
from models.tables.documents import Document, VersionChange
from models.tables.people import Account, Learner
from models.tables.reports import Report
from models.tables.statistics import QuestionFigures
from models.tables.study import Annulment, Answer, Presentation
from models.workshop.statistics import reading, refresh
from models.workshop.statistics.figures import Figures
from portal import create_app

SKILLS, QUESTIONS = 24, 8
ORIGIN, YEAR = datetime(2026, 1, 5, 9, tzinfo=UTC), 365
REWORDED, CHANGED = 120, 200
"""Days after which half of the modules are reworded, and change their meaning."""
NOW = ORIGIN + timedelta(days=YEAR)
PAGES = ("/statistics", "/statistics/questions/s0-1", "/statistics/skills/s0", "/statistics/questions.csv")
AT_ONCE = 100
"""Learners."""


def report(url: str, folder: Path, settings: Log) -> None:
    """Fill, refresh, ask, compare."""
    schema.upgrade(url)
    store = Store(url)
    fill(store, settings)
    print(machine(store), flush=True)
    with store.reading() as db:
        print(f"  {db.scalar(select(func.count(Answer.id)))} answers, {SKILLS * QUESTIONS} questions", flush=True)
    measure(store)
    # The portal is another process than the worker: it must not carry what that one has left in memory.
    portal = get_context("spawn").Process(target=visit, args=(url, folder, settings))
    portal.start()
    portal.join()
    compare(store)
    store.dispose()


def measure(store: Store) -> None:
    """Time what the worker does once an hour."""
    begun, began = perf_counter(), process_time()
    with store.reading() as db:
        taken = refresh.take(db)
    read, computed = perf_counter(), process_time()
    with store.writing() as db:
        refresh.keep(db, taken, NOW)
    print(
        f"  refresh by the worker: {read - begun:.1f} s to read and compute, {computed - began:.1f} of the processor, "
        f"then {perf_counter() - read:.1f} s to keep",
        flush=True,
    )


# ------------------------------------------------------------------------------------------------------------ the log


def question(skill: int, number: int, stem: str) -> Question:
    """Make one of eight questions: six with one answer, one with several, one to type."""
    letters = [Option(key, f"La réponse {key}", key == "a", "Parce que.") for key in "abcd"]
    if number == 6:
        several = tuple(option._replace(right=option.key in "ab") for option in letters)
        return Question(f"s{skill}-several", f"s{skill}", stem, several, QuestionKind.SEVERAL)
    if number == 7:
        typed = (
            Option("a", "juste", True, "Oui."),
            Option("b", "faux", False, "Non."),
            Option("c", "*", False, "Non."),
        )
        return Question(f"s{skill}-text", f"s{skill}", stem, typed, QuestionKind.TEXT)
    return Question(f"s{skill}-{number}", f"s{skill}", stem, tuple(letters))


def module(skill: int, stem: str) -> str:
    """Return the text of the module on a skill."""
    asked = tuple(question(skill, number, f"{stem} {number} ?") for number in range(QUESTIONS))
    return write_module(
        Module(f"m{skill}", f"M{skill}", "fr", 5, (f"s{skill}",), (Card("Carte", "Lire."),), asked, "Oui.")
    )


def pack() -> Pack:
    """Return all modules, and the map that they need."""
    names = "name: {fr: x, nl: x, en: x}"
    lines = ["domains:", "  - id: d", f"    {names}", f"    {names.replace('name', 'short')}", "    skills:"]
    lines += [f"      - {{id: s{skill}, {names}, prerequisites: []}}" for skill in range(SKILLS)]
    return Pack("\n".join(lines), "rules: []", {f"m{skill}": module(skill, "Quoi") for skill in range(SKILLS)})


def fill(store: Store, settings: Log) -> None:
    """Add texts in their versions, learners, a trainer among them, and the answers of a year."""
    random = Random(settings.seed)
    with store.writing() as db:
        parameters.ensure_defaults(db, ORIGIN)
        coming_into_force.load_pack(db, pack(), ORIGIN)
        for day, change, stem in (
            (REWORDED, VersionChange.WORDING, "Que"),
            (CHANGED, VersionChange.MEANING, "Comment"),
        ):
            for skill in range(0, SKILLS, 2):
                document = db.get_one(Document, f"m{skill}")
                coming_into_force.put_in_force(
                    db, document, module(skill, stem), change, ORIGIN + timedelta(days=day), None
                )
        asked = _asked(db)
        email = accounts.normal_email("formation@example.org")
        learner = Learner(key=UUID(int=1), timezone="Europe/Brussels", last_sequence=0)
        trainer = Account(
            learner=learner,
            email=email,
            name="F",
            trainer=True,
            created_at=NOW,
            privacy_read_at=NOW,
            themes_asked_at=NOW,
        )
        db.add(trainer)
    numbers = list(range(2, 2 + settings.answers // settings.per_learner))
    for start in range(0, len(numbers), AT_ONCE):
        with store.writing() as db:
            _answer(db, numbers[start : start + AT_ONCE], asked, settings, random)
    with store.writing() as db:
        _unsay(db, settings, random)


def _asked(db: Any) -> list[list[tuple[int, int, Question]]]:
    """Return, for each question, from which day on which version asked it."""
    found = []
    for skill in range(SKILLS):
        versions = sorted(documents.versions(db, db.get_one(Document, f"m{skill}")), key=lambda version: version.number)
        modules = [documents.parse_module(version.text) for version in versions]
        for number in range(QUESTIONS):
            found.append(
                [
                    ((version.published_at - ORIGIN).days, version.id, one.questions[number])
                    for version, one in zip(versions, modules, strict=True)
                ]
            )
    return found


def _answer(db: Any, numbers: Sequence[int], asked: Any, settings: Log, random: Random) -> None:
    shown: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    db.add_all(
        Learner(key=UUID(int=n), timezone="Europe/Brussels", last_sequence=settings.per_learner) for n in numbers
    )
    db.flush()
    for number in numbers:
        for presentation, row in _life(UUID(int=number), asked, settings, random):
            shown.append(presentation)
            rows.append(row)
    db.execute(insert(Presentation), shown)
    db.execute(insert(Answer), rows)


def _life(key: UUID, asked: Any, settings: Log, random: Random) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Return the answers of one learner as `study.answer` would have kept them, belief aside."""
    ability, new, seen = random.gauss(0, 0.15), random.sample(range(len(asked)), len(asked)), dict[int, int]()
    instants = sorted(random.uniform(1, YEAR - 1) for _ in range(settings.per_learner))
    for sequence, day in enumerate(instants, 1):
        again = seen and (not new or random.random() < settings.repeats)
        place = random.choice(list(seen)) if again else new.pop()
        _, version, question = [one for one in asked[place] if one[0] <= day][-1]
        response, dont_know = _response(question, place, ability + day / YEAR / 4, random, settings)
        at = ORIGIN + timedelta(days=day)
        common = {"learner_key": key, "question_id": question.id, "version_id": version}
        presentation = uuid4()
        yield (
            {
                **common,
                "id": presentation,
                "purpose": "learn",
                "option_order": [],
                "shown_at": at,
                "acknowledged_at": at,
            },
            {
                **common,
                "presentation_id": presentation,
                "sequence": sequence,
                "skill": question.skill,
                "parameters_id": 1,
                "response": list(response),
                "correct": not dont_know and mark(question, response).correct,
                "dont_know": dont_know,
                "confidence": None if dont_know else _sure(random, settings),
                "seconds": round(random.lognormvariate(3.3, 0.6), 1),
                "exposure": seen.get(place, 0),
                "chance": question.chance,
                "counts": random.random() >= settings.not_counted,
                "known_before": 0.5,
                "known_after": 0.5,
                "answered_at": at,
                "day": at.date(),
                "working_day": True,
            },
        )
        seen[place] = seen.get(place, 0) + 1


def _response(
    question: Question, place: int, luck: float, random: Random, settings: Log
) -> tuple[tuple[str, ...], bool]:
    if random.random() < settings.dont_know:
        return (), True
    if random.random() < 0.35 + (place * 7 % 11) / 22 + luck:
        return question.key, False
    if question.kind is QuestionKind.TEXT:
        return (random.choice(["faux", "faux", "autre", "rien"]),), False
    if question.kind is QuestionKind.SEVERAL:
        return random.choice([("a",), ("b",), ("a", "c"), ("a", "b", "c"), ("d",)]), False
    return (random.choices("bcd", (3, 2, 1))[0],), False


def _sure(random: Random, settings: Log) -> str | None:
    return random.choice(["sure", "sure", "hesitant", "guess"]) if random.random() < settings.says_how_sure else None


def _unsay(db: Any, settings: Log, random: Random) -> None:
    """Annul some answers, and report others: of these some wait, some are settled, some taken back."""
    rows = db.execute(
        select(Answer.id, Answer.learner_key, Answer.question_id, Answer.version_id, Answer.presentation_id)
    )
    annulled, reported = [], []
    for row in rows.all():
        if random.random() < settings.annulled:
            annulled.append({"answer_id": row.id, "reason": "key", "at": NOW, "by": None})
        elif random.random() < settings.reported:
            reported.append(row)
    db.execute(insert(Annulment), annulled)
    for row in reported:
        fate: Mapping[str, Any] = random.choice([{}, {"withdrawn_at": NOW}, {"outcome": "maintained"}])
        db.add(
            Report(
                learner_key=row.learner_key, answer_id=row.id, question_id=row.question_id, version_id=row.version_id,
                kind="disagree", at=NOW, **fate,
            )
        )  # fmt: skip


# ---------------------------------------------------------------------------------------------------------- the pages


def visit(url: str, folder: Path, goals: Log) -> None:
    """Print the milliseconds of each page after a first request."""
    store = Store(url)
    app = create_app(Settings.from_environment({"INSTANCE": str(folder), "DATABASE_URL": url}), clock=lambda: NOW)
    app.extensions["store"] = store
    client = app.test_client()
    with store.writing() as db, client.session_transaction() as session:
        session["_user_id"] = sessions.begin(db, db.scalars(select(Account)).one(), "", NOW)
    for page in PAGES:
        milliseconds, computed = [], []
        for _ in range(goals.visits + 1):
            begun, began = perf_counter(), process_time()
            response = client.get(page)
            milliseconds.append((perf_counter() - begun) * 1000)
            computed.append((process_time() - began) * 1000)
            assert response.status_code == 200, response.status
        cuts = quantiles(milliseconds[1:], n=100, method="inclusive")
        verdict = "reached" if cuts[94] < goals.milliseconds else "MISSED"
        print(
            f"  {page:34} first {milliseconds[0]:6.0f} ms   p50 {cuts[49]:6.1f}   p95 {cuts[94]:6.1f}   "
            f"of the processor at most {max(computed[1:]):5.1f}   "
            f"goal < {goals.milliseconds:.0f}: {verdict}",
            flush=True,
        )


# --------------------------------------------------------------------------------------------------------- the oracle


def compare(store: Store) -> None:
    """Compare every figure of every question and curve with the oracle's."""
    begun = perf_counter()
    with store.reading() as db:
        oracle = Oracle(db)
        rows = db.scalars(select(QuestionFigures)).all()
        curves = {f"s{skill}": reading.curve(db, f"s{skill}").points for skill in range(SKILLS)}
    found = {(row.question_id, row.version_id) for row in rows}
    enough = oracle.parts.keys()
    wrong = [f"missing or too many: {key}" for key in found ^ enough]
    compared = 0
    for row in rows:
        options = "" if row.question_id.endswith(("-text", "-several")) else "abcd"
        theirs = oracle.figures((row.question_id, row.version_id), options)
        for name, ours in plain(Figures.from_plain(row.figures)).items():
            compared += 1
            if not same(ours, theirs[name]):
                wrong.append(f"{row.question_id} {name}: {ours} and {theirs[name]}")
    for skill, points in curves.items():
        compared += 1
        counted = {turn: (point.answers, point.cell.least) for turn, point in points.items()}
        if counted != (curve := oracle.curve_of(skill)):
            wrong.append(f"{skill}: {counted} and {curve}")
    verdict = "reached" if not wrong and all(curves.values()) else "MISSED"
    print(f"  {compared} figures beside the oracle's, {len(wrong)} differ; goal none: {verdict}", end="")
    print(f" ({perf_counter() - begun:.0f} s)")
    for line in wrong[:5]:
        print(f"    {line}")


def plain(figures: Figures) -> dict[str, Any]:
    """Return figures in the oracle's shape."""
    drift = {"harder", "easier"}
    signs = {
        ("drift" if sign.flaw in drift else str(sign.flaw)): (
            sign.p,
            str(sign.flaw) if sign.flaw in drift else sign.chosen,
            sign.on,
        )
        for sign in figures.findings.signs
    }
    rival, whole = figures.findings.rival, figures.whole
    assert whole is not None
    return {
        **{name: getattr(whole, name) for name in ("answers", "people", "right", "dont_know", "confident")},
        "sure_wrong": whole.sure_wrong,
        **{name: getattr(figures, name) for name in ("seconds", "discrimination")},
        "chosen": {response: list(counts) for response, counts in whole.chosen.items()},
        "parts": [[part.first, part.last, part.answers, part.right] for part in figures.parts],
        "signs": signs,
        "rival": rival and (rival.chosen, rival.correlation, rival.answers, rival.ahead),
    }


def same(ours: Any, theirs: Any) -> bool:
    """Return whether two figures agree: counts and words alike, fractions to nine digits."""
    if isinstance(ours, dict):
        return ours.keys() == theirs.keys() and all(same(ours[name], theirs[name]) for name in ours)
    if isinstance(ours, list | tuple):
        return len(ours) == len(theirs) and all(same(one, other) for one, other in zip(ours, theirs, strict=True))
    if isinstance(ours, float):
        return isclose(ours, theirs, rel_tol=1e-7, abs_tol=1e-9)
    return bool(ours == theirs)
