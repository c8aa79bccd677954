"""Questions drafted from a sentence of a story that may be cited, put in a module's draft, never published.

What is drafted is a beginning: a trainer mends it in the studio, where it is checked and read like all others.
"""

from collections.abc import Sequence
from datetime import datetime
from string import ascii_lowercase
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import N_, Conflict, NotFound, or_not_found
from content.exchange.losses import Exchanged
from content.module import Option, Question, QuestionNature, Reference
from content.text.module_writer import question_text
from content.text.redating import with_source
from models.catalogue import documents, drafts, exchange
from models.ground.calendar import local_day
from models.ground.words import date_in_words, words
from models.tables.documents import Document
from models.tables.rule_changes import DraftedQuestion
from models.tables.stories import Story
from models.workshop.rule_changes.about import ZONE
from models.workshop.rule_changes.occasion import Citable, check_shared, citable, shown_text

if TYPE_CHECKING:
    from content.strings.sentences import Gap

LEAST_WRONG = 2
"""Wrong options of a question; where the text names fewer, a trainer writes the others."""
STEM = N_("« %(stem)s » (%(source)s, %(day)s) Que faut-il lire à la place de […] ?")
RIGHT = N_("Oui. Le texte dit : « %(sentence)s » (%(source)s, %(day)s)")
WRONG = N_("Non. Le texte dit : « %(sentence)s » (%(source)s, %(day)s)")
TO_WRITE = (N_("Une erreur plausible, à écrire"), N_("Une autre erreur plausible, à écrire"))


class GapToAsk(NamedTuple):
    """A possible question: the gap, the sentence that it stands in, the module it could come from."""

    gap: "Gap"
    cited: Citable


class Aim(NamedTuple):
    """The place of a drafted question: a skill, in the draft of a module; a rule that it cites makes it law."""

    document: Document
    skill: str
    rule_id: str | None = None


def proposals(db: Session, story: Story) -> list[GapToAsk]:
    """Return what could be asked of a story's citable sentences; raises Conflict."""
    cited = citable(db, story)
    if not cited:
        raise Conflict(
            N_("Aucune phrase de cette actualité ne peut être citée."),
            N_("Ses sources ne permettent d'en montrer que le titre : écrivez la question dans l'atelier."),
        )
    from content.strings.sentences import gaps  # slow to load, and few pages need it

    found = gaps([one.sentence for one in cited], shown_text(db, story))
    return [GapToAsk(gap, cited[gap.sentence]) for gap in found]


def draft(db: Session, story_id: int, place: int, aim: Aim, at: datetime, by: UUID) -> DraftedQuestion:
    """Put the question of one of the proposals in the draft of a module, with its source in the module's head.

    Raises NoSuchStory, Forbidden, Conflict, NotFound.
    """
    found = proposals(db, check_shared(db, story_id))
    if not 0 <= place < len(found):
        raise NotFound(
            N_("Cette question ne peut plus être proposée."), N_("Rouvrez l'actualité et choisissez-en une.")
        )
    gap, cited = found[place]
    documents.lock(db, aim.document)
    language = aim.document.language or "fr"
    asked = _question(gap, cited, aim, language, f"actu-{story_id}")
    # Under a name that no other has.
    (question,) = exchange.fitted(db, aim.document, Exchanged((asked,), ()), language).value or (asked,)
    opened = drafts.latest_text(db, aim.document)
    text = exchange.with_questions(opened, question_text(question, language), language)
    day = local_day(cited.at, ZONE)
    text = with_source(text, Reference(f"{cited.source}, {day}", cited.address, local_day(at, ZONE)))
    drafts.save_draft(db, aim.document, text, at, by)
    row = DraftedQuestion(
        story_id=story_id,
        document_id=aim.document.id,
        question_id=question.id,
        sentence=cited.sentence,
        source=cited.source,
        address=cited.address,
        told_at=cited.at,
        by=by,
        at=at,
    )
    db.add(row)
    db.flush()
    return row


def _question(gap: "Gap", cited: Citable, aim: Aim, language: str, question_id: str) -> Question:
    """Build the question: the sentence stays as it is, word for word, between our words."""
    told = {
        "sentence": cited.sentence,
        "source": cited.source,
        "day": date_in_words(local_day(cited.at, ZONE), language),
        "stem": gap.stem,
    }

    def say(sentence: str) -> str:
        return words(language).gettext(sentence) % told

    wrong = [*gap.others, *map(say, TO_WRITE[: max(0, LEAST_WRONG - len(gap.others))])]
    lines = sorted([gap.answer, *wrong], key=str.casefold)
    options = tuple(
        Option(key, line, line == gap.answer, say(RIGHT if line == gap.answer else WRONG))
        for key, line in zip(ascii_lowercase, lines, strict=False)
    )
    nature, cites = (QuestionNature.LAW, (aim.rule_id,)) if aim.rule_id else (QuestionNature.METHOD, ())
    return Question(question_id, aim.skill, say(STEM), options, nature=nature, cites=cites)


def drafted_question(db: Session, drafted_id: int) -> DraftedQuestion:
    """Return one question that was drafted; raises NotFound."""
    return or_not_found(
        db.get(DraftedQuestion, drafted_id),
        N_("Cette question n'a pas été tirée d'une actualité."),
        N_("Les brouillons sont dans l'atelier."),
    )


def of_story(db: Session, story_id: int) -> Sequence[DraftedQuestion]:
    """Return the questions that were drafted from a story, the latest first."""
    mine = select(DraftedQuestion).where(DraftedQuestion.story_id == story_id)
    return db.scalars(mine.order_by(DraftedQuestion.id.desc())).all()
