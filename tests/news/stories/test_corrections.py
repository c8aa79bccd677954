"""« Rectificatif »: what a source takes back is told to those who were told, once."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from models.news.feed import feed
from models.news.stories import corrections, forgetting, merging
from models.news.stories.corrections import Rectified
from models.news.stories.fortnight import KEPT
from models.news.stories.rectifying import LOOKED_AT_AGAIN
from models.tables.mail import Mail
from models.tables.sources import VisitResult
from models.tables.stories import Article, Correction
from tests.builders import MONDAY, add_learner
from tests.news.stories.newsroom import DAY, HOUR, OTHER, TEXT, TITLE, Newsroom

CORRECTED = TEXT.replace("Environ 3.500 personnes", "Environ 2.500 personnes")
LATER = MONDAY + LOOKED_AT_AGAIN


def to_tell(newsroom: Newsroom, learner_key: UUID, at: datetime = LATER) -> list[Rectified]:
    with newsroom.store.reading() as db:
        return corrections.corrections_to_tell(db, learner_key, at)


def read(newsroom: Newsroom, learner_key: UUID, story_id: int, at: datetime = MONDAY) -> None:
    with newsroom.store.writing() as db:
        feed.mark_read(db, learner_key, story_id, at)


def mailed(newsroom: Newsroom, learner_key: UUID, story_id: int, sent_at: datetime | None = MONDAY) -> None:
    with newsroom.store.writing() as db:
        row = {"kind": "digest", "slot": str(uuid4()), "state": "sent", "due_at": MONDAY, "story_ids": [story_id]}
        db.add(Mail(learner_key=learner_key, sent_at=sent_at, **row))


def corrected(newsroom: Newsroom, right: str = "text") -> int:
    """A story, three hours before its source changes a figure in it."""
    source = newsroom.source("Dépêche", right)
    return newsroom.tell(source)


def correct(newsroom: Newsroom, text: str = CORRECTED, title: str = f"{TITLE} à Bruxelles", **how: object) -> int:
    return newsroom.changes(newsroom.source("Dépêche", str(how.pop("right", "text"))), TITLE, title, text, LATER, **how)


def test_a_reader_is_told_what_was_said_and_what_is_said_now(newsroom: Newsroom, learner_key: UUID) -> None:
    story_id = corrected(newsroom)
    read(newsroom, learner_key, story_id)
    assert correct(newsroom) == story_id
    (told,) = to_tell(newsroom, learner_key)
    assert (told.story_id, told.source, told.at) == (story_id, "Dépêche", LATER)
    assert (told.title_before, told.title) == (TITLE, f"{TITLE} à Bruxelles")
    assert [sentence.split(",")[0] for sentence in (*told.before, *told.after)] == [
        "Environ 3.500 personnes par an pourraient recevoir cette prime",
        "Environ 2.500 personnes par an pourraient recevoir cette prime",
    ]


def test_the_story_says_what_its_source_says_now(newsroom: Newsroom) -> None:
    corrected(newsroom)
    correct(newsroom)
    (story,) = newsroom.stories()
    with newsroom.store.reading() as db:
        article = db.scalars(select(Article)).one()
    assert (story.title, article.text, article.told_title) == (f"{TITLE} à Bruxelles", CORRECTED, None)


def test_only_those_who_had_read_it_or_were_mailed_it_are_told(newsroom: Newsroom, learner_key: UUID) -> None:
    story_id = corrected(newsroom)
    by_mail, unsent, late, nobody = (add_learner(newsroom.store) for _ in range(4))
    read(newsroom, learner_key, story_id)
    mailed(newsroom, by_mail, story_id)
    mailed(newsroom, unsent, story_id, None)
    correct(newsroom)
    read(newsroom, late, story_id, LATER + HOUR)
    told = [len(to_tell(newsroom, key)) for key in (learner_key, by_mail, unsent, late, nobody)]
    assert told == [1, 1, 0, 0, 0]


def test_each_is_told_once_by_page_or_by_mail(newsroom: Newsroom, learner_key: UUID) -> None:
    story_id, other = corrected(newsroom), add_learner(newsroom.store)
    for key in (learner_key, other):
        read(newsroom, key, story_id)
    correct(newsroom)
    (told,) = to_tell(newsroom, learner_key)
    with newsroom.store.writing() as db:
        assert [corrections.note_told(db, learner_key, [told.id], LATER) for _ in range(2)] == [1, 0]
    assert to_tell(newsroom, learner_key) == []
    assert len(to_tell(newsroom, other)) == 1


def test_after_fourteen_days_nobody_is_told_any_more(newsroom: Newsroom, learner_key: UUID) -> None:
    read(newsroom, learner_key, corrected(newsroom))
    correct(newsroom)
    assert len(to_tell(newsroom, learner_key, LATER + KEPT - HOUR)) == 1
    assert to_tell(newsroom, learner_key, LATER + KEPT) == []


def test_where_only_titles_may_be_shown_a_correction_shows_titles(newsroom: Newsroom, learner_key: UUID) -> None:
    read(newsroom, learner_key, corrected(newsroom, "title"))
    correct(newsroom, right="title")
    (told,) = to_tell(newsroom, learner_key)
    assert (told.before, told.after) == ((), ())
    assert told.title == f"{TITLE} à Bruxelles"


@pytest.mark.parametrize(
    "text", [TEXT + " Le budget annuel est de 7 millions d'euros.", TEXT.replace("a approuvé", "approuve")]
)
def test_words_put_otherwise_or_added_are_no_correction(newsroom: Newsroom, learner_key: UUID, text: str) -> None:
    read(newsroom, learner_key, corrected(newsroom))
    correct(newsroom, text)
    assert to_tell(newsroom, learner_key) == []
    with newsroom.store.reading() as db:
        assert db.scalars(select(Article.text)).one() == text


def test_a_title_that_says_so_is_a_correction_whatever_has_changed(newsroom: Newsroom, learner_key: UUID) -> None:
    read(newsroom, learner_key, corrected(newsroom))
    correct(newsroom, TEXT, f"Rectificatif : {TITLE}")
    assert [told.title for told in to_tell(newsroom, learner_key)] == [f"Rectificatif : {TITLE}"]


def test_another_article_that_corrects_the_first_is_told_too(newsroom: Newsroom, learner_key: UUID) -> None:
    story_id, source = corrected(newsroom), newsroom.source("Dépêche")
    read(newsroom, learner_key, story_id)
    assert newsroom.tell(source, f"Erratum - {TITLE}", "Le montant était faux.", LATER, event=OTHER) == story_id
    assert [(told.title_before, told.title) for told in to_tell(newsroom, learner_key)] == [
        (TITLE, f"Erratum - {TITLE}")
    ]


def test_a_correction_that_corrects_nothing_we_know_is_a_story_of_its_own(newsroom: Newsroom) -> None:
    newsroom.tell(newsroom.source("Dépêche"), "Rectificatif : un tout autre sujet", "")
    with newsroom.store.reading() as db:
        assert db.scalars(select(Correction)).all() == []


@pytest.mark.parametrize(
    ("title", "lead", "after", "again"),
    [
        (f"{TITLE} !", "", LOOKED_AT_AGAIN, 0),
        (f"{TITLE} à Bruxelles", "", LOOKED_AT_AGAIN, 1),
        (f"{TITLE} à Bruxelles", "", LOOKED_AT_AGAIN - HOUR, 0),
        (f"{TITLE} à Bruxelles", "", KEPT + HOUR, 0),
        ("", "", LOOKED_AT_AGAIN, 0),
        (TITLE, "La prime de 1.500 euros sera versée en février.", LOOKED_AT_AGAIN, 1),
        (TITLE, "La prime de 2.000 euros sera payée en février.", LOOKED_AT_AGAIN, 0),
    ],
)
def test_an_entry_is_read_again_when_it_says_something_else(
    newsroom: Newsroom, title: str, lead: str, after: object, again: int
) -> None:
    source = newsroom.source("Dépêche")
    newsroom.tell(source)
    with newsroom.store.writing() as db:
        db.scalars(select(Article)).one().lead = "La prime de 2.000 euros sera versée en février."
    assert newsroom.shows(source, TITLE, title, MONDAY + after, lead) == again  # type: ignore[operator]


def test_a_page_that_cannot_be_read_again_keeps_its_text(newsroom: Newsroom) -> None:
    corrected(newsroom)
    correct(newsroom, "", result=VisitResult.UNREACHABLE)
    with newsroom.store.reading() as db:
        article = db.scalars(select(Article)).one()
    assert (article.text, article.state, article.title) == (TEXT, "read", f"{TITLE} à Bruxelles")


def test_who_met_a_story_under_the_number_of_one_merged_into_it_is_told(newsroom: Newsroom, learner_key: UUID) -> None:
    first = newsroom.tell(newsroom.source("Carnet"), "Un premier titre bien à part", "", event=OTHER)
    second = corrected(newsroom)
    mailed(newsroom, learner_key, second)
    with newsroom.store.writing() as db:
        merging.merge(db, first, second)
    assert correct(newsroom) == first
    assert [told.story_id for told in to_tell(newsroom, learner_key)] == [first]


def test_the_sentences_of_a_correction_are_forgotten_with_the_text(newsroom: Newsroom, learner_key: UUID) -> None:
    story_id = corrected(newsroom)
    correct(newsroom)
    with newsroom.store.writing() as db:
        forgetting.forget_texts(db, MONDAY + 31 * DAY)
    with newsroom.store.reading() as db:
        (told,) = corrections.corrections(db, story_id)
    assert (told.before, told.after, told.title_before) == ((), (), TITLE)
