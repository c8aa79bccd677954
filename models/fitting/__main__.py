"""`python -m models.fitting fit [--promote] [--seed 42]`: fit the learner model to the answers in the database."""

import argparse
import sys
from datetime import UTC, datetime

from sqlalchemy.exc import DBAPIError

from models import study
from models.fitting import classic, registry
from models.fitting.classic import Fit, Report
from models.fitting.rows import rows_to_fit
from models.settings import BadSetting, Settings
from models.store import Store


def main() -> int:
    """Fit, keep the set, and put it in force when asked to; 1 and one clear sentence when it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m models.fitting", description=__doc__)
    parser.add_argument("verb", choices=["fit"])
    parser.add_argument("--promote", action="store_true", help="mettre en vigueur et rejouer les réponses de chacun")
    parser.add_argument("--seed", type=int, default=42, help="graine du hasard (42)")
    asked = parser.parse_args()
    try:
        store = Store(Settings.from_environment().database_url)
        number, fitted = fit_and_keep(store, asked.seed, asked.promote, _on_stderr)
    except BadSetting as error:
        return _fail(f"Réglage à corriger : {error}.")
    except DBAPIError as error:
        return _fail(f"La base de données ne répond pas, ou n'est pas encore préparée : {error.orig}")
    except KeyboardInterrupt:
        return _fail("Arrêté : rien n'a été gardé.")
    print(_said(number, fitted, asked.promote))
    return 0


def fit_and_keep(store: Store, seed: int, promote: bool, report: Report) -> tuple[int, Fit]:
    """Read the log, fit, and write in one transaction at the end; returns the number of the set."""
    with store.reading() as db:
        rows = rows_to_fit(db)
    fitted = classic.fit(rows, seed, report)
    with store.writing() as db:
        at = datetime.now(UTC)
        kept = registry.add_set(db, fitted.skills, "fit", at, seed, window=fitted.window, metrics=fitted.metrics)
        if promote:
            registry.promote(kept, at, "python -m models.fitting")
            study.replay_all(db)
        return kept.id, fitted


def _on_stderr(skill: str, place: int, of: int) -> None:
    print(f"{place}/{of} {skill}", file=sys.stderr, flush=True)


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _said(number: int, fitted: Fit, promoted: bool) -> str:
    window, metrics = fitted.window, fitted.metrics
    lines = [f"Jeu n° {number} : {metrics['skills']} compétences ajustées sur {window['answers']} réponses."]
    if window["answers"]:
        losses = f"{metrics['log_loss']:.4f} (constante : {metrics['constant_log_loss']:.4f})"
        lines.append(f"Perte logarithmique sur ces mêmes réponses : {losses}.")
    if metrics["clamped"]:
        moved = ", ".join(f"{count} × {bound}" for bound, count in sorted(metrics["clamped"].items()))
        lines.append(f"Paramètres ramenés à une borne : {moved}.")
    lines.append("En vigueur, chacun rejoué." if promoted else "Gardé, pas en vigueur (--promote l'y met).")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
