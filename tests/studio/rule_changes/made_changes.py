"""A module of law that cites a rule, a story that says that it moves, and two trainers who make a change of it."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from content import kinds
from content.module import Question, QuestionNature
from content.rules import RuleState
from content.text.module_writer import write_module
from models.catalogue import attestations, coming_into_force, documents, drafts, in_force
from models.ground.store import Store
from models.people import accounts
from models.studio.rule_changes import deciding, prepared_texts
from models.studio.rule_changes.deciding import Wanted
from models.tables.documents import Document, Version, VersionChange
from models.tables.rule_changes import RuleChange, RuleChangeText
from tests.builders import MONDAY, in_dutch, module, question
from tests.watchers.mornings import tell

NEW_YEAR = date(2027, 1, 1)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
BEFORE, AFTER = (
    datetime(2026, 12, 31, 23, minute, tzinfo=UTC) + shift for minute, shift in ((59, -60 * MINUTE), (1, timedelta()))
)
"""23:59 and 00:01 in Brussels, where winter is an hour ahead of UTC."""
SENTENCE = "La durée passe à 18 mois le 1er janvier 2027."
AUTHORITY = "https://onem.example/duree"
LAW = question("droit-1")._replace(stem="Combien de temps ?", nature=QuestionNature.LAW, cites=("duree",))
OTHERS = (question("droit-2"), question("droit-3"), question("droit-4"), question("droit-5"))


def key_on(letter: str, asked: Question = LAW) -> Question:
    return asked._replace(options=tuple(option._replace(right=option.key == letter) for option in asked.options))


def law_module(asked: Question = LAW, **fields: object) -> str:
    return write_module(module("droit", questions=(asked, *OTHERS), **fields))


def dutch(asked: Question = LAW) -> str:
    return write_module(in_dutch(module("droit", questions=(asked, *OTHERS))))


NEW_TEXT = law_module(key_on("b"))
"""From the new year on, b is right."""


def trainer(db: Session, name: str) -> UUID:
    account = accounts.invite(db, f"{name.lower()}@example.org", name, MONDAY, timezone="Europe/Brussels", trainer=True)
    return account.learner_key


def document(db: Session, name: str = "droit") -> Document:
    return documents.document_of(db, name)


def publish_law(db: Session, author: UUID, reader: UUID, text: str | None = None, name: str = "droit") -> None:
    made = coming_into_force.new_document(name, kinds.MODULE.name)
    db.add(made)
    db.flush()
    coming_into_force.put_in_force(db, made, text or law_module(), VersionChange.FIRST, MONDAY, author)
    questions = documents.parse_module(text or law_module()).questions
    attestations.vouch(db, attestations.question_parts(made.id, questions), MONDAY, reader)


class Team:
    """Two trainers, a published module of law, a story."""

    def __init__(self, store: Store, *, dutch_too: bool = False) -> None:
        self.store = store
        self.story = tell(store, "La durée change", MONDAY, sentences=(SENTENCE, "Rien ne change pour les étudiants."))
        with store.writing() as db:
            self.author, self.reader = trainer(db, "Anouk"), trainer(db, "Karim")
            publish_law(db, self.author, self.reader)
            if dutch_too:
                publish_law(db, self.author, self.reader, dutch(), "droit.nl")

    def propose(self, db: Session, state: RuleState = RuleState.IN_FORCE, **fields: object) -> RuleChange:
        values = {"holds_from": NEW_YEAR, "untouched": "Les étudiants.", "cited": 0, **fields}
        wanted = Wanted("duree", state, AUTHORITY, **values)  # type: ignore[arg-type]
        return deciding.propose(db, self.story, wanted, MONDAY, self.author)

    def prepare(self, db: Session, change: RuleChange, text: str = NEW_TEXT, name: str = "droit") -> RuleChangeText:
        row = prepared_texts.texts(db, change).get(name)
        opened = row.text if row and row.text is not None else documents.published_text(db, document(db, name))
        return prepared_texts.write(
            db, change, document(db, name), text, drafts.fingerprint(opened or ""), MONDAY, self.author
        )

    def accepted(self, db: Session, text: str | None = NEW_TEXT, **fields: object) -> RuleChange:
        """A change with its text, accepted by the other trainer on the Monday."""
        change = self.propose(db, **fields)  # type: ignore[arg-type]
        if text is not None:
            self.prepare(db, change, text)
        deciding.accept(db, change, MONDAY, self.reader)
        return change


def key_in_force(db: Session, name: str = "droit") -> tuple[str, ...]:
    return documents.parse_module(documents.published_text(db, document(db, name)) or "").question("droit-1").key


def version_in_force(db: Session, name: str = "droit") -> Version:
    version = documents.in_force_of(db, document(db, name))
    assert version
    return version


def asked(db: Session, name: str = "droit") -> list[str]:
    return [one.id for one in in_force.asked_of(db, version_in_force(db, name).id).questions]
