"""What trainers make of a story: what may be cited of it, drafted questions, a sentence for the next interview."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from string import ascii_lowercase
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import N_, Conflict, Forbidden, Invalid, NotFound, or_not_found
from content.exchange.losses import Exchanged
from content.module import Option, Question, QuestionNature, Reference
from content.rules import Rule
from content.schema.yaml_fields import LANGUAGES
from content.strings.words import fold, written_words
from content.text.module_writer import question_text
from content.text.redating import with_source
from models.catalogue import documents, drafts, exchange, in_force
from models.ground import jobs
from models.ground.calendar import local_day
from models.ground.stems import SAYING_NOTHING
from models.ground.words import date_in_words, words
from models.news.stories.merging import current_story
from models.studio.rule_changes.stages import ZONE
from models.tables.documents import Document
from models.tables.rule_changes import DraftedQuestion, InterviewWord
from models.tables.sources import Source, SourceNature, SourceRight
from models.tables.stories import Article, Story

if TYPE_CHECKING:
    from content.strings.sentences import Gap


class Citable(NamedTuple):
    """A sentence that may be shown, with where it stands and when it was published, else found."""

    sentence: str
    source: str
    address: str
    at: datetime


def check_shared(db: Session, story_id: int) -> Story:
    """Return the story, if a source of everybody's tells it; raises NoSuchStory, Forbidden."""
    story = current_story(db, story_id)
    told = select(Article.id).join(Source, Source.id == Article.source_id)
    if db.scalar(told.where(Article.story_id == story.id, Source.learner_key.is_(None)).limit(1)) is None:
        raise Forbidden(
            N_("Cette actualité vient d'une source personnelle."),
            N_(
                "Rien n'en est tiré pour les autres."
                " Demandez à l'administration de suivre la source pour tout le monde."
            ),
        )
    return story


def authority_address(db: Session, story_id: int) -> str:
    """Return where an authority tells the story itself, if one of everybody's sources is an authority; else empty."""
    told = select(Article.address).join(Source, Source.id == Article.source_id)
    shared = told.where(Article.story_id == story_id, Source.learner_key.is_(None))
    authorities = shared.where(Source.nature == SourceNature.AUTHORITY)
    return db.scalars(authorities.order_by(Article.found_at, Article.id)).first() or ""


def citable(db: Session, story: Story) -> list[Citable]:
    """Return the sentences of the summary, where their source is everybody's and lets them be shown; else none."""
    found = _summarised(db, story)
    if found is None:
        return []
    article, source = found
    text, at = article.text or "", article.published_at or article.found_at
    sentences = (text[start:end] for start, end in story.summary_places)
    return [Citable(sentence, source.name, article.address, at) for sentence in sentences if sentence]


def likely_rule(db: Session, story: Story) -> str:
    """Return the id of the rule that a story's title and citable sentences name best; empty where none is named."""
    told = "\n".join([story.title, *(one.sentence for one in citable(db, story))])
    return rule_said(in_force.rules(db), told, story.language or LANGUAGES[0])


def rule_said(rules: Mapping[str, Rule], text: str, language: str) -> str:
    """Return the id of the one rule whose name a text says best, a word counting the more the fewer names have it.

    A name is said when most of it before its colon is; empty where no name is, or two are alike.
    """
    said = _telling(text)
    names = {rule.id: rule.name[language] for rule in rules.values()}
    common = Counter(word for name in names.values() for word in _telling(name))
    heads = {one: _telling(name.partition(" : ")[0].partition(": ")[0]) for one, name in names.items()}
    named = [one for one, head in heads.items() if len(head & said) >= max(2, len(head) / 2)]
    weights = {one: sum(1 / common[word] for word in _telling(names[one]) & said) for one in named}
    best = sorted(weights, key=lambda one: -weights[one])[:2]
    alike = len(best) == 2 and weights[best[0]] == weights[best[1]]
    return best[0] if best and not alike else ""


def _telling(text: str) -> set[str]:
    return {fold(word) for word in written_words(text)} - SAYING_NOTHING


def shown_text(db: Session, story: Story) -> str:
    """Return as much of the text as may be shown: all, the sentences of the summary, or nothing."""
    found = _summarised(db, story)
    if found is None:
        return ""
    article, source = found
    if source.right_to_show == SourceRight.TEXT:
        return article.text or ""
    return "\n".join(one.sentence for one in citable(db, story))


def _summarised(db: Session, story: Story) -> tuple[Article, Source] | None:
    told = select(Article, Source).join(Source, Source.id == Article.source_id)
    rows = told.where(Article.id == story.summarised_id, Article.text.is_not(None), Source.learner_key.is_(None))
    row = db.execute(rows.where(Source.right_to_show != SourceRight.TITLE)).first()
    return (row[0], row[1]) if row else None


# ------------------------------------------------------- questions drafted from a sentence of a story that may be cited
#
# What is drafted is a beginning: a trainer mends it in the studio, where it is checked and read like all others.


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


def proposed_questions(db: Session, story: Story) -> list[GapToAsk]:
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


def draft_question(db: Session, story_id: int, place: int, aim: Aim, at: datetime, by: UUID) -> DraftedQuestion:
    """Put the question of one of the proposals in the draft of a module, with its source in the module's head.

    Raises NoSuchStory, Forbidden, Conflict, NotFound.
    """
    found = proposed_questions(db, check_shared(db, story_id))
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


def drafted_of_story(db: Session, story_id: int) -> Sequence[DraftedQuestion]:
    """Return the questions that were drafted from a story, the latest first."""
    mine = select(DraftedQuestion).where(DraftedQuestion.story_id == story_id)
    return db.scalars(mine.order_by(DraftedQuestion.id.desc())).all()


# ------------------------------------------------------------------------------------------------------- « En entretien


LONGEST_INTERVIEW_WORD = 400
"""Letters: a sentence or two, to say as they are."""


def interview_words(db: Session, story_ids: Collection[int]) -> Mapping[int, InterviewWord]:
    """Return, by story, what a trainer says of it; stories without are left out."""
    if not story_ids:
        return {}
    said = select(InterviewWord).where(InterviewWord.story_id.in_(story_ids), InterviewWord.body != "")
    return {row.story_id: row for row in db.scalars(said)}


def write_interview_word(db: Session, story_id: int, body: str, at: datetime, by: UUID) -> InterviewWord:
    """Write a story's interview word over the one before; an empty body takes it back.

    Raises NoSuchStory, Forbidden, Invalid.
    """
    story = check_shared(db, story_id)
    kept = " ".join(body.split())
    if len(kept) > LONGEST_INTERVIEW_WORD:
        raise Invalid(
            N_("« En entretien » tient en quatre cents caractères."),
            N_("Rien n'est changé. Revenez en arrière : ce que vous avez écrit y est encore."),
        )
    jobs.insert_new(db, InterviewWord, [{"story_id": story.id, "body": "", "by": by, "at": at}])
    row = db.get_one(InterviewWord, story.id, with_for_update=True)
    row.body, row.by, row.at = kept, by, at
    db.flush()
    return row
