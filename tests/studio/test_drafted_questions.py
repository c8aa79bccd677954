"""From a story to a question in the draft of a module: cited, checked, free of other ids, never published."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from content.errors import Conflict, Forbidden, NotFound
from content.module import Question, QuestionNature
from models.catalogue import documents, draft_reading, drafts
from models.ground.store import Store
from models.studio import from_stories
from models.studio.from_stories import Aim
from models.tables.documents import Document
from models.tables.rule_changes import DraftedQuestion
from models.tables.sources import Source, SourceRight
from models.tables.stories import Story
from tests import builders
from tests.builders import MONDAY
from tests.watchers.mornings import tell

SENTENCES = (
    "Le plafond passe à 18 mois le 1er janvier 2027.",
    "Il était de 24 mois depuis le 1er mars 2026, et de 36 mois avant.",
)


@pytest.fixture
def story(store: Store) -> int:
    return tell(store, "Le plafond change", MONDAY, sentences=SENTENCES)


def document(db: Session) -> Document:
    return documents.document_of(db, "ecouter")


def drafted(db: Session, story: int, place: int = 0, rule: str | None = None) -> tuple[DraftedQuestion, Question]:
    aim = Aim(document(db), "listen.active", rule)
    row = from_stories.draft_question(db, story, place, aim, MONDAY, builders.add_learner_in(db))
    return row, documents.parse_module(drafts.latest_text(db, document(db))).question(row.question_id)


def test_a_question_lands_in_the_draft_with_its_sentence_and_is_not_published(store: Store, story: int) -> None:
    with store.writing() as db:
        before = documents.published_text(db, document(db))
        row, question = drafted(db, story)
        assert (row.sentence, row.source, row.address, row.told_at) == (
            SENTENCES[0],
            "ONEM",
            "https://x.example/a",
            MONDAY,
        )
        assert "Le plafond passe à […] le 1er janvier 2027." in question.stem
        assert "ONEM, 23\u00a0novembre\u00a02026" in question.stem
        assert {one.text: one.right for one in question.options} == {
            "18 mois": True,
            "24 mois": False,
            "36 mois": False,
        }
        assert all(SENTENCES[0] in one.feedback for one in question.options)
        assert documents.published_text(db, document(db)) == before
        draft_reading.read_draft(db, document(db), drafts.latest_text(db, document(db)))


def test_its_source_stands_in_the_head_of_the_module_with_address_and_day_once(store: Store, story: int) -> None:
    with store.writing() as db:
        for place in (0, 1):
            drafted(db, story, place)
        sources = documents.parse_module(drafts.latest_text(db, document(db))).sources
        assert [(one.title, one.url, one.read_on) for one in sources[1:]] == [
            ("ONEM, 2026-11-23", "https://x.example/a", date(2026, 11, 23))
        ]


def test_two_questions_of_one_story_have_names_of_their_own(store: Store, story: int) -> None:
    with store.writing() as db:
        names = [drafted(db, story, place)[0].question_id for place in (0, 1)]
        assert names == [f"actu-{story}", f"actu-{story}-2"]
        assert [row.question_id for row in from_stories.drafted_of_story(db, story)] == names[::-1]


def test_a_question_that_cites_a_rule_is_law_and_waits_for_its_second_reader(store: Store, story: int) -> None:
    with store.writing() as db:
        _, question = drafted(db, story, rule="duree")
        assert (question.nature, question.cites) == (QuestionNature.LAW, ("duree",))


def test_where_the_text_names_too_little_the_rest_is_left_to_write(store: Store) -> None:
    story = tell(store, "Court", MONDAY, sentences=("Le plafond passe à 18 mois.",))
    with store.writing() as db:
        _, question = drafted(db, story)
        assert sorted(one.text for one in question.options if not one.right) == [
            "Une autre erreur plausible, à écrire",
            "Une erreur plausible, à écrire",
        ]


def test_a_draft_that_cannot_be_read_yet_keeps_what_was_typed(store: Store, story: int) -> None:
    with store.writing() as db:
        drafts.save_draft(db, document(db), "---\nid: [\n---\nEn cours.", MONDAY, builders.add_learner_in(db))
        aim = Aim(document(db), "listen.active")
        from_stories.draft_question(db, story, 0, aim, MONDAY, builders.add_learner_in(db))
        assert drafts.latest_text(db, document(db)).startswith("---\nid: [\n---\nEn cours.\n\n## Question actu-")


def test_nothing_is_drafted_of_what_may_not_be_cited(store: Store, story: int) -> None:
    with pytest.raises(NotFound, match="Cette question ne peut plus être proposée"), store.writing() as db:
        drafted(db, story, 99)
    with store.writing() as db:
        db.query(Source).one().right_to_show = SourceRight.TITLE
    with pytest.raises(Conflict, match="Aucune phrase de cette actualité ne peut être citée"), store.writing() as db:
        drafted(db, story)
    with store.writing() as db:
        db.query(Source).one().learner_key = builders.add_learner_in(db)
    with pytest.raises(Forbidden, match="Cette actualité vient d'une source personnelle"), store.writing() as db:
        drafted(db, story)


def test_of_an_excerpt_only_its_sentences_are_used(store: Store) -> None:
    story = tell(store, "Extrait", MONDAY, sentences=SENTENCES)
    with store.writing() as db:
        db.query(Source).one().right_to_show = SourceRight.EXCERPT
        row = db.get_one(Story, story)
        row.summary_places = row.summary_places[:1]
        db.flush()
        found = from_stories.proposed_questions(db, row)
        assert {one.gap.answer: one.gap.others for one in found} == {"18 mois": (), "1er janvier 2027": ()}
