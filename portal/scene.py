"""The page of a play: the scene that it has come to, and what stands around it, put together in one place."""

from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from flask import request, url_for
from sqlalchemy.orm import Session

from content.typed import AskAgain
from models.catalogue import crisis
from models.catalogue.house_texts import filled_card
from models.news import story_ties
from models.study.play import scenes
from models.tables.study import Play
from models.tutor.questions import most_questions
from models.tutor.situation import Purpose
from portal import ending, minutes, responses
from portal.access import learner_key
from portal.ending import EndAsTold
from portal.interviews import under_module
from portal.numbers import to_number
from portal.reports import Under, under_scene
from portal.shell import swaps


class Along(NamedTuple):
    """How far one is: cards and questions done of all that there may be, or minutes of those of a whole sitting."""

    done: float
    of: int


def along(scene: scenes.CardScene | scenes.QuestionScene | scenes.WithdrawnScene | scenes.FeedbackScene) -> Along:
    """Return how far one is; a question is done once it has its answer."""
    if isinstance(scene, scenes.CardScene):
        return Along(scene.number - 1, scene.of + most_questions(Purpose.LEARN))
    cards = len(scene.module.cards) if scene.presentation.purpose == Purpose.LEARN else 0
    asked = scene.number - (not isinstance(scene, scenes.FeedbackScene))
    return Along(cards + asked, cards + scene.most)


def whole_sitting(play: Play) -> Along | None:
    """Return how far one is in the minutes to which a play belongs; None where it was begun without any."""
    here = minutes.sitting()
    return Along(min(here.gone, here.minutes), here.minutes) if here and play.minutes is not None else None


class ScenePage(NamedTuple):
    """What is asked of the database for the page of a play."""

    play_id: UUID
    scene: scenes.Scene
    reports: Under | None
    """What can be reported under it."""
    kept: dict[str, object]
    """What can be kept: at the end of a play, its module."""
    end: EndAsTold | None
    """What the end tells, at the end."""
    crisis: bool
    """Whether there is a card for whoever is in danger, to be named under this one."""
    story: int | None
    """The number of the story in which the question is asked, if it is asked in one."""
    whole: Along | None
    """How far one is in a sitting of chosen minutes, if the play belongs to one."""

    def context(self, error: AskAgain | None) -> dict[str, object]:
        """Return what `study/play.html` and its fragments say; `error` is why an answer is asked for again."""
        here, again = self.scene, None
        hidden = {"position": here.position}
        if isinstance(here, scenes.QuestionScene):
            hidden["presentation"] = str(here.presentation.id)
            again = responses.again(error, here.question, request.form) if error else None
        return {
            "module": here.module,
            "scene": here,
            "under": self.reports,
            "hidden": hidden,
            "again": again,
            "whole": self.whole,
            "story": self.story,
            "heading": "h3" if self.story and swaps() else "h1",
            "previewing": False,
            "untraced": False,
            "crisis": self.crisis,
            "told": self.end,
            "advance_to": url_for("study.advance", play_id=self.play_id),
            "answer_to": url_for("study.answer", play_id=self.play_id, here=self.story),
            "leave_to": url_for("news.feed", _anchor=f"story-{self.story}") if self.story else url_for("home.home"),
            **self.kept,
        }


def page_of(db: Session, play_id: UUID) -> ScenePage:
    """Return the page of a play as it stands. Raises playing.NoSuchPlay, owners.NoSuchStory."""
    played, shown = scenes.opened(db, play_id, learner_key())
    if played.purpose == Purpose.DIALOGUE:  # it has a page of its own
        raise scenes.NoSuchPlay
    story = asked_in()
    here = story_ties.scene(db, learner_key(), story) if story else scenes.scene(db, played, shown)
    if isinstance(here, scenes.CardScene):
        here = replace(here, card=filled_card(db, here.module, here.card))
    kept, end = dict[str, object](), None
    if isinstance(here, scenes.EndScene) and here.module:
        kept = under_module(db, here.module, url_for("study.scene", play_id=play_id))
        end = ending.told(db, played, here)
    help_at_hand = isinstance(here, scenes.CardScene) and crisis.is_there(db)
    reports, whole = under_scene(db, played, here), whole_sitting(played)
    return ScenePage(play_id, here, reports, kept, end, help_at_hand, story, whole)


def asked_in() -> int | None:
    """Return the number of the story in which this request asks its question, if it asks it in one."""
    return request.args.get("here", type=to_number)
