"""Small hand-written makers: a question, a module, a pack, a learner, and a life spent answering."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from content.marking import DONT_KNOW, Response
from content.module import (
    TYPED,
    Card,
    Dialogue,
    ModelAnswer,
    Module,
    Option,
    PathwayExercise,
    Question,
    QuestionKind,
    Reference,
    Use,
    WrittenQuestion,
)
from content.pack import Pack
from content.text.grammar import LONGEST_ID
from content.text.module_writer import write_module
from content.text.translations import translation_id
from models import parameters
from models.catalogue import coming_into_force, in_force
from models.ground.store import Store
from models.learner import Ability, Belief
from models.learning import answering, playing, scenes
from models.tables.answers import Answer, Confidence, LearnerAbility, Mastery, Play
from models.tables.documents import PublishedQuestion
from models.tables.people import Account, Learner
from models.tutor.situation import Purpose

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A working day in Brussels, ten in the morning; the week that follows it has no public holiday."""
READING = timedelta(seconds=30)
"""What people take to read a question before they answer it."""
TOO_LONG = "a" * (LONGEST_ID + 1)
"""As an id."""
DENSE = "".join(sha256(str(number).encode()).hexdigest() for number in range(150))
"""Longer than an index of PostgreSQL holds, however well it is compressed."""

SKILLS = """\
domains:
  - id: listen
    name: {fr: Écoute, nl: Luisteren, en: Listening}
    short: {fr: Écoute, nl: Luisteren, en: Listening}
    skills:
      - id: listen.active
        name: {fr: Écouter, nl: Luisteren, en: Listen}
        prerequisites: []
      - id: listen.reflect
        name: {fr: Reformuler, nl: Parafraseren, en: Reflect}
        prerequisites: [listen.active]
  - id: frame
    name: {fr: Cadre, nl: Kader, en: Framework}
    short: {fr: Cadre, nl: Kader, en: Framework}
    skills:
      - id: frame.role
        name: {fr: Dire son rôle, nl: Je rol uitleggen, en: Explain your role}
        prerequisites: []
"""

RULES = """\
rules:
  - id: duree
    name: {fr: Durée, nl: Duur, en: Duration}
    authority: ONEM
    address: https://example.org/duree
    scope: Belgique
    state: en vigueur
    read_on: 2026-11-23
    review_by: 2027-11-23
"""


def question(question_id: str, skill: str = "listen.active", use: Use = Use.LEARN) -> Question:
    """A question with three options, of which `a` is right."""
    options = (
        Option("a", "La bonne", True, "Oui, parce que…"),
        Option("b", "Une erreur", False, "Non, parce que…"),
        Option("c", "Une autre", False, "Non plus…"),
    )
    return Question(question_id, skill, f"Que faites-vous ({question_id}) ?", options, use=use)


def of_kind(kind: QuestionKind, stem: str, *lines: tuple[str, bool, str], **fields: object) -> Question:
    """A question of some kind; each line is its text, whether it is right, what it is matched with."""
    options = (
        Option(key, text, right, f"Explication {key}.", match)
        for key, (text, right, match) in zip("abcdefghij", lines, strict=False)
    )
    return Question(f"{kind}-1", "listen.reflect", stem, tuple(options), kind, **fields)  # type: ignore[arg-type]


ORDERING = of_kind(
    QuestionKind.ORDERING,
    "Dans quel ordre ?",
    *(("Expliquer", True, ""), ("Obtenir l'accord", True, ""), ("Prévenir", True, ""), ("Vérifier", True, "")),
)
MATCHING = of_kind(
    QuestionKind.MATCHING,
    "Qui décide ?",
    *(("La durée du droit", True, "L'ONEM"), ("Une formation", True, "Actiris"), ("Une sanction", True, "L'ONEM")),
)
TEXT = of_kind(
    QuestionKind.TEXT,
    "Quelle part de la population travaille ?",
    *(("taux d'emploi | le taux d'emploi", True, ""), ("taux de chômage*", False, ""), ("*", False, "")),
)
NUMBER = of_kind(
    QuestionKind.NUMBER,
    "Quel est ce taux ?",
    *(("20", True, ""), ("25", False, ""), ("*", False, "")),
    unit="%",
    tolerance=Decimal("0.5"),
)
EXERCISE = PathwayExercise(
    "Ada est inventée.\n\n- Complétez sa feuille.",
    "Feuille : reprendre\n\n1. À décider ensemble : Qui garde les enfants ?\n   Avant le :\n   - ma sœur →",
)
"""A situation to try on a pathway, which is half made."""
EVERY_KIND = (ORDERING, MATCHING, TEXT, NUMBER)
"""One question of each kind that is more than ticking."""


def pool(prefix: str, skill: str, learn: int = 6, check: int = 2) -> tuple[Question, ...]:
    """Questions on one skill, the last of them kept for checks."""
    uses = [Use.LEARN] * learn + [Use.CHECK] * check
    return tuple(question(f"{prefix}-{number}", skill, use) for number, use in enumerate(uses, 1))


def module(
    module_id: str = "ecouter",
    skills: tuple[str, ...] = ("listen.active",),
    questions: tuple[Question, ...] | None = None,
    cards: int = 2,
    **fields: object,
) -> Module:
    """A module of five minutes with two cards, and six questions and two checks on each of its skills."""
    asked = [asked for skill in skills for asked in pool(skill.replace(".", "-"), skill)]
    values: dict[str, object] = {
        "id": module_id,
        "title": module_id.capitalize(),
        "language": "fr",
        "minutes": 5,
        "skills": skills,
        "cards": tuple(Card(f"Carte {number}", "À lire.") for number in range(1, cards + 1)),
        "questions": tuple(asked) if questions is None else questions,
        "to_try": "Un silence.",
        "sources": (Reference("Un livre, 2013"),),
    }
    return Module(**{**values, **fields})  # type: ignore[arg-type]


def turn(dialogue: str, name: str, right_to: str, wrong_to: str, skill: str = "listen.active") -> Question:
    """A turn « jo-1 » of the dialogue « jo »: of two options `a` is right; each names the turn that it leads to."""
    to_right, to_wrong = (goal and f"{dialogue}-{goal}" for goal in (right_to, wrong_to))
    here = f"{dialogue}-{name}"
    options = (
        Option("a", f"La bonne ({here})", True, f"Jo se sent écouté ({here}).", leads_to=to_right),
        Option("b", f"L'autre ({here})", False, f"Jo se ferme ({here}).", leads_to=to_wrong),
    )
    return Question(here, skill, f"Jo : « Et puis… ({here}) »", options, dialogue=dialogue)


def turns(dialogue: str = "jo") -> tuple[Question, ...]:
    """Three turns for who says what is right, four for who does not."""
    return (
        turn(dialogue, "1", "2", "1b"),
        turn(dialogue, "1b", "2", "2"),
        turn(dialogue, "2", "3", "3", "listen.reflect"),
        turn(dialogue, "3", "", ""),
    )


WRITTEN = WrittenQuestion(
    "ecrit-jo",
    "listen.reflect",
    "Jo : « On m'a dit *trois fois* qu'on rappellerait. » Écrivez votre reflet.",
    (
        ModelAnswer("« Vous attendez cet appel. »", "Il reste près de ses images."),
        ModelAnswer("« Vous y croyez encore, et c'est fatigant. »", "Il nomme les deux côtés."),
    ),
    ("Elle ne finit pas par un point d'interrogation.", "Elle nomme ce que Jo vit.", "Elle ne conseille rien."),
)


def with_interview(module_id: str = "entretien", dialogue: str = "jo", **fields: object) -> Module:
    """A module with questions that are asked by themselves, an interview to play, and a sentence to write."""
    scene = Dialogue(dialogue, "Vingt minutes de retard", "Jo, 24 ans, est inventé. Il arrive essoufflé.")
    values: dict[str, object] = {
        "questions": (*pool(module_id, "listen.active"), *turns(dialogue)),
        "dialogues": (scene,),
        "written": (WRITTEN._replace(id=f"ecrit-{dialogue}"),),
    }
    return module(module_id, ("listen.active", "listen.reflect"), **{**values, **fields})  # type: ignore[arg-type]


def in_dutch(original: Module, **fields: object) -> Module:
    """The translation of a module: other words, the same ids and the same right letters."""
    values: dict[str, object] = {
        "language": "nl",
        "title": f"{original.title} in het Nederlands",
        "cards": tuple(
            Card(f"Kaart {number}", "Te lezen.", one.crisis) for number, one in enumerate(original.cards, 1)
        ),
        "questions": tuple(map(question_in_dutch, original.questions)),
        "dialogues": tuple(one._replace(scene=f"NL: {one.scene}") for one in original.dialogues),
        "written": tuple(one._replace(stem=f"NL: {one.stem}") for one in original.written),
        "vignettes": tuple(one._replace(case=f"NL: {one.case}") for one in original.vignettes),
        "exercise": original.exercise and PathwayExercise(f"NL: {original.exercise.story}", "Blad: in het Nederlands"),
    }
    return replace(original, **{**values, **fields})  # type: ignore[arg-type]


def question_in_dutch(asked: Question) -> Question:
    """The same question in other words; what is typed stays as it is, lest two spellings become one."""
    options = [one._replace(feedback=f"NL: {one.feedback}") for one in asked.options]
    if asked.kind not in TYPED:
        options = [one._replace(text=f"NL {one.text}", match=one.match and f"NL {one.match}") for one in options]
    return asked._replace(stem=f"NL: {asked.stem}", options=tuple(options))


def small_pack(*modules: Module) -> Pack:
    """Three skills; without modules of its own, one module for each of them."""
    modules = modules or (
        module("ecouter"),
        module("reformuler", ("listen.reflect",)),
        module("cadre", ("frame.role",)),
    )
    return Pack(SKILLS, RULES, {module.id: write_module(module) for module in modules})


def with_translations(*translated: Module, modules: tuple[Module, ...] = ()) -> Pack:
    """The small pack, with some of its modules in other languages too."""
    return replace(
        small_pack(*modules), translated={translation_id(one.id, one.language): write_module(one) for one in translated}
    )


def set_up(store: Store, pack: Pack, at: datetime = MONDAY) -> None:
    """Put the default parameters in force and publish a pack."""
    with store.writing() as db:
        parameters.ensure_defaults(db, at)
        coming_into_force.load_pack(db, pack, at)


def add_learner(store: Store) -> UUID:
    """Somebody who learns in Brussels."""
    with store.writing() as db:
        return add_learner_in(db)


def add_reader(store: Store, language: str) -> UUID:
    """Somebody who learns in Brussels, and reads in a language."""
    with store.writing() as db:
        key = add_learner_in(db)
        db.add(Account(learner_key=key, email=f"{key}@example.org", name="", language=language, created_at=MONDAY))
        return key


def add_learner_in(db: Session) -> UUID:
    """The same, in a transaction that is open."""
    learner = Learner(key=uuid4(), timezone="Europe/Brussels", last_sequence=0)
    db.add(learner)
    db.flush()
    return learner.key


RIGHT, WRONG = ("a",), ("b",)


def show(
    db: Session, learner_key: UUID, question_id: str, at: datetime = MONDAY, purpose: Purpose = Purpose.LEARN
) -> UUID:
    """Present a published question outside any play."""
    published = db.get_one(PublishedQuestion, question_id)
    asked = in_force.module_of(db, published.version_id).question(question_id)
    return answering.present(db, learner_key, asked, published.version_id, purpose, at).id


def ask(
    db: Session,
    learner_key: UUID,
    question_id: str,
    response: Response = RIGHT,
    at: datetime = MONDAY,
    confidence: Confidence | None = None,
    reading: timedelta = READING,
) -> Answer:
    """Present a published question and answer it half a minute later, or as soon as is said."""
    shown = show(db, learner_key, question_id, at)
    return answering.answer(db, shown, learner_key, response, at + reading, confidence)


Respond = Callable[[Question], Response]
"""What somebody ticks when asked."""


def live_through(
    db: Session, sitting: Play, at: datetime, respond: Respond = lambda asked: asked.key
) -> scenes.EndScene:
    """Read, answer and leave everything in a play until its end, a minute for each step."""
    while not isinstance(scene := scenes.scene(db, sitting), scenes.EndScene):
        at += timedelta(minutes=1)
        if isinstance(scene, scenes.QuestionScene):
            answering.answer(db, scene.presentation.id, sitting.learner_key, respond(scene.question), at)
        else:
            playing.advance(db, sitting, scene.position, at)
    return scene


def answer_all(url: str, learner_key: UUID, presentations: Iterable[UUID], start: Callable[[], object]) -> None:
    """Answer presentations one transaction each, once `start` returns; the body of a process of its own."""
    store = Store(url)
    start()
    for number, presentation_id in enumerate(presentations):
        response = (RIGHT, RIGHT, WRONG, DONT_KNOW)[number % 4]
        with store.writing() as db:
            answering.answer(db, presentation_id, learner_key, response, MONDAY + timedelta(minutes=1 + number))
    store.dispose()


def belief_of(row: Mastery) -> Belief:
    """The belief that a row keeps."""
    return Belief(**{name: getattr(row, name) for name in Belief._fields})


def ability_of(row: LearnerAbility) -> Ability:
    """The ability that a row keeps."""
    return Ability(row.slow, row.fast, row.answers)
