"""The page of a play: the scene that it has come to, and what stands around it, put together in one place."""

from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from flask import request, url_for
from sqlalchemy.orm import Session

from content.marking import AskAgain
from models.catalogue import crisis
from models.catalogue.house_texts import filled_card
from models.news import story_ties
from models.study.play import scenes
from models.study.proposals import Proposed
from models.tutor.questions import MOST_ASKED
from models.tutor.situation import Purpose
from portal import ending, minutes, responses
from portal.access import learner_key
from portal.interviews import under_module
from portal.numbers import to_number
from portal.reports import under_scene
from portal.shell import swaps


class Along(NamedTuple):
    """How far one is: cards and questions done of all that there may be, or minutes of those of a whole sitting."""

    done: float
    of: int


def along(scene: scenes.CardScene | scenes.QuestionScene | scenes.WithdrawnScene | scenes.FeedbackScene) -> Along:
    """Return how far one is; a question is done once it has its answer."""
    if isinstance(scene, scenes.CardScene):
        return Along(scene.number - 1, scene.of + MOST_ASKED[Purpose.LEARN])
    cards = len(scene.module.cards) if scene.presentation.purpose == Purpose.LEARN else 0
    asked = scene.number - (not isinstance(scene, scenes.FeedbackScene))
    return Along(cards + asked, cards + scene.most)


class ScenePage(NamedTuple):
    """The page of a play: the scene that it has come to, what it proposes at its end, and what templates say."""

    scene: scenes.Scene
    proposed: Proposed | None
    context: dict[str, object]


def page_of(db: Session, play_id: UUID, error: AskAgain | None) -> ScenePage:
    """Return the page of a play as it stands; `error` is why an answer is asked for again.

    Raises scenes.NoSuchPlay, owners.NoSuchStory.
    """
    played, shown = scenes.opened(db, play_id, learner_key())
    if played.purpose == Purpose.DIALOGUE:  # it has a page of its own
        raise scenes.NoSuchPlay
    story, sitting = asked_in(), minutes.sitting()
    here = story_ties.scene(db, learner_key(), story) if story else scenes.scene(db, played, shown)
    context: dict[str, object] = {
        "module": here.module,
        "under": under_scene(db, played, here),
        "hidden": {"position": here.position},
        "again": None,
        # How far one is in a sitting of chosen minutes, if the play belongs to one.
        "whole": None,
        "story": story,
        "heading": "h3" if story and swaps() else "h1",
        "previewing": False,
        "untraced": False,
        # Whether there is a card for whoever is in danger, to be named under this one.
        "crisis": isinstance(here, scenes.CardScene) and crisis.is_there(db),
        "told": None,
        "advance_to": url_for("study.advance", play_id=play_id),
        "answer_to": url_for("study.answer", play_id=play_id, here=story),
        "leave_to": url_for("news.feed", _anchor=f"story-{story}") if story else url_for("home.home"),
    }
    if sitting and played.minutes is not None:
        context["whole"] = Along(min(sitting.gone, sitting.minutes), sitting.minutes)
    end = None
    if isinstance(here, scenes.CardScene):
        here = replace(here, card=filled_card(db, here.module, here.card))
    elif isinstance(here, scenes.QuestionScene):
        context["hidden"] = {"position": here.position, "presentation": str(here.presentation.id)}
        context["again"] = responses.again(error, here.question, request.form) if error else None
    elif isinstance(here, scenes.EndScene) and here.module:
        context |= under_module(db, here.module, url_for("study.scene", play_id=play_id))
        context["told"] = end = ending.told(db, played, here)
    return ScenePage(here, end and end.proposed, {**context, "scene": here})


def asked_in() -> int | None:
    """Return the number of the story in which this request asks its question, if it asks it in one."""
    return request.args.get("here", type=to_number)
