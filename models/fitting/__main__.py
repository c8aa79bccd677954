"""`python -m models.fitting VERBE`: fit the learner model to the answers, compare, put in force, take back."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from models import parameters
from models.fitting.fit import SEED, DidNotConverge, Fit, Report
from models.fitting.refit import answers_to_fit, refit, replay_due, window
from models.ground.environment import BadSetting
from models.ground.settings import Settings
from models.ground.store import Store
from models.parameters import NoParametersInForce, NoSuchSet, NothingToRollBack
from models.tables.parameters import ParameterSet

BY = "python -m models.fitting"
Asked = argparse.Namespace


class Stopped(Exception):
    """Ctrl-C came when something had been kept already; the message says what becomes of it, in French."""


@dataclass(frozen=True, slots=True)
class Verb:
    """What it does, in French for anyone who asks for help; its arguments; and the function that does it."""

    said: str
    run: Callable[[Asked], None]
    arguments: Mapping[str, Mapping[str, object]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked, by default on the command line; 1 and one clear sentence when it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m models.fitting")
    verbs = parser.add_subparsers(metavar="VERBE", required=True)
    for name, verb in VERBS.items():
        one = verbs.add_parser(name, help=verb.said, description=verb.said)
        one.set_defaults(run=verb.run)
        for argument, options in verb.arguments.items():
            one.add_argument(argument, **options)  # type: ignore[arg-type]
    asked = parser.parse_args(arguments)
    try:
        asked.run(asked)
    except KeyboardInterrupt:
        return _fail("Arrêté : rien n'a été gardé.")
    except tuple(SORRY) as error:
        return _fail(SORRY[type(error)].format(error=error))
    except OSError as error:
        return _fail(f"Le fichier {error.filename} ne peut pas être écrit : {error.strerror}.")
    # Only the driver's own words: SQLAlchemy would add the statement and its values.
    except DBAPIError as error:
        return _fail(f"La base de données ne répond pas, ou n'est pas encore préparée : {error.orig}")
    return 0


SORRY: Mapping[type[Exception], str] = {
    BadSetting: "Réglage à corriger : {error}.",
    NoParametersInForce: "Aucun jeu de paramètres n'est en vigueur : lancez « make run » une fois.",
    NoSuchSet: "Il n'y a pas de jeu n° {error}.",
    NothingToRollBack: "Aucun autre jeu n'était en vigueur avant celui-ci.",
    Stopped: "{error}",
    DidNotConverge: "L'ajustement n'a pas abouti ({error}) : rien n'a été gardé.",
}


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


@contextmanager
def _database() -> Iterator[Store]:
    store = Store(Settings.from_environment().database_url)
    try:
        yield store
    finally:
        store.dispose()


@contextmanager
def _progress() -> Iterator[Report]:
    """Write one line on stderr, overwritten as the work goes on."""
    told = False

    def tell(what: str, place: int, of: int) -> None:
        nonlocal told
        told = True
        # On stderr, so that what a verb prints can be redirected; \x1b[K clears what was longer before.
        print(f"\r{what} : {place} sur {of}\x1b[K", end="", file=sys.stderr, flush=True)

    try:
        yield tell
    finally:
        if told:
            print(file=sys.stderr)


# ----------------------------------------------------------------------------------------------------- the set in force


def fit_and_keep(asked: Asked) -> None:
    """Read the log, fit, and write in one transaction at the end; nothing is put in force."""
    with _database() as store:
        with store.reading() as db:
            answers = answers_to_fit(db, asked.seed)
        with _progress() as report:
            estimates = _fit(asked.model)(answers, asked.seed, report)
        with store.writing() as db:
            seen = window(answers)
            kept = parameters.add_set(db, estimates, asked.model, "fit", datetime.now(UTC), asked.seed, window=seen)
    print(f"Jeu n° {kept.id} : {len(estimates.skills) - 1} compétences ajustées sur {len(answers)} réponses.")
    print(f"Gardé, pas en vigueur (« {BY} promote {kept.id} » l'y met).")


def refit_now(asked: Asked) -> None:
    """Refit now, as the clock does at night."""
    with _database() as store:
        with _progress() as report:
            verdict = refit(store, asked.seed, datetime.now(UTC), report, _fit("hierarchical"), "hierarchical")
        print(verdict.said)
        _replay(store)


def promote(asked: Asked) -> None:
    """Put a set in force and have everybody replayed."""
    with _database() as store:
        with store.writing() as db:
            parameters.promote(db, asked.number, datetime.now(UTC), BY)
        print(f"Le jeu n° {asked.number} est en vigueur.")
        _replay(store)


def rollback(asked: Asked) -> None:
    """Put the set before back in force and have everybody replayed."""
    with _database() as store:
        with store.writing() as db:
            number = parameters.rollback(db, datetime.now(UTC), BY)
        print(f"Le jeu n° {number} est de nouveau en vigueur ; la nuit n'y changera rien avant un « promote ».")
        _replay(store)


def sets(asked: Asked) -> None:
    """List every set, the one in force marked."""
    with _database() as store, store.reading() as db:
        current = parameters.in_force(db).id
        for row in db.scalars(select(ParameterSet).order_by(ParameterSet.id)):
            mark, answers = "en vigueur" if row.id == current else "gardé", row.window.get("answers", 0)
            told = f"n° {row.id:<4} {mark:10}  {row.model:12}  {row.origin:7}  {row.created_at:%Y-%m-%d %H:%M}"
            print(f"{told}  {answers} réponses  {row.metrics.get('verdict', '')}".rstrip())


def _fit(model: str) -> Fit:
    """Return the fit of that name, loaded with all that it leans on."""
    from models.fitting import classic
    from models.fitting import hierarchical_fit as hierarchical

    return {"hierarchical": hierarchical.fit, "pybkt": classic.fit}[model]


def _replay(store: Store) -> None:
    try:
        with _progress() as report:
            replayed = replay_due(store, report)
    except KeyboardInterrupt as stop:
        raise Stopped("Arrêté : l'horloge rejouera les réponses de ceux qui restent.") from stop
    if replayed:
        print(f"Réponses rejouées : {replayed} personnes.")


def report(asked: Asked) -> None:
    """Write a page about the set in force and the answers so far."""
    from models.fitting.report.database import page_of

    settings = Settings.from_environment()
    with _database() as store, store.reading() as db:
        asked.out.write_text(page_of(db, datetime.now(ZoneInfo(settings.timezone))), "utf-8")
    print(f"La page est écrite : {asked.out}")


_SEED = {"--seed": {"type": int, "default": SEED, "help": f"graine du hasard ({SEED})"}}
VERBS: Mapping[str, Verb] = {
    "fit": Verb(
        "ajuster un jeu de paramètres et le garder, sans le mettre en vigueur",
        fit_and_keep,
        {
            "--pybkt": {
                "dest": "model",
                "action": "store_const",
                "const": "pybkt",
                "default": "hierarchical",
                "help": "modèle classique, par pyBKT",
            },
            **_SEED,
        },
    ),
    "refit": Verb("réajuster, comparer, et mettre en vigueur si c'est mieux : ce que fait l'horloge", refit_now, _SEED),
    "promote": Verb("mettre un jeu en vigueur", promote, {"number": {"type": int, "metavar": "NUMÉRO"}}),
    "rollback": Verb("remettre en vigueur le jeu d'avant", rollback, {}),
    "sets": Verb("tous les jeux gardés", sets, {}),
    "report": Verb(
        "une page sur le jeu en vigueur : fiabilité, apprentissage, paramètres, questions à revoir",
        report,
        {"--out": {"type": Path, "default": Path("rapport.html"), "metavar": "FICHIER", "help": "rapport.html"}},
    ),
}

if __name__ == "__main__":
    sys.exit(main())
