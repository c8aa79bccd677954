"""What people have behind them when a test begins: a half-year of answers, a sitting that has come to a scene, news."""

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from content.marking import DONT_KNOW, Response
from content.module import Kind, Question
from models import authoring, mail, people, play, study
from models.play import FeedbackScene, QuestionScene, Scene
from models.tables import Account, Mail, Source, StorySkill
from models.visits import Result
from tests import builders
from tests.builders import WRONG
from tests.portal.house import House
from tests.watchers.mornings import tell
from watchers import digest


def half_a_year(house: House, account: Account) -> None:
    """Answers that leave one skill to refresh, one acquired, one to confirm, one in progress, and many to discover."""
    fading, acquired, confirmed, begun, *_ = questions_by_skill(house).values()
    for asked, *days_ago in ((fading, 180, 173), (acquired, 7, 4), (confirmed, 3, 3)):
        for number, question in enumerate(asked):
            answer(house, account, question, question.key, days_ago[number > 3])
    answer(house, account, begun[0], WRONG, 3)


def questions_by_skill(house: House) -> dict[str, list[Question]]:
    by_skill = defaultdict(list)
    for published in house.read(authoring.published_modules):
        for question in published.module.questions:
            by_skill[question.skill].append(question)
    return by_skill


def answer(house: House, account: Account, question: Question, response: Response, days_ago: int) -> None:
    with house.store.writing() as db:
        at = house.clock() - timedelta(days=days_ago)
        builders.ask(db, account.learner_key, question.id, response, at)


def sitting(house: House, account: Account, module_id: str, wanted: Callable[[Scene], bool]) -> str:
    """The address of a module that has been played as far as the first scene that is wanted."""
    with house.store.writing() as db:
        begun = play.start(db, account.learner_key, module_id, house.clock())
        while not wanted(here := play.scene(db, begun)):
            if isinstance(here, QuestionScene):
                study.answer(db, here.presentation.id, account.learner_key, DONT_KNOW, house.clock())
            else:
                play.advance(db, begun, here.position, house.clock())
    return f"/play/{begun.id}"


def situating(house: House, account: Account) -> list[str]:
    """Where somebody situates herself: at a question, at a feedback, at the end."""
    with house.store.writing() as db:
        begun = {
            domain: play.begin_situating(db, account.learner_key, house.clock(), domain)
            for domain in (None, "frame", "listen")
        }
        for domain in ("frame", "listen"):
            here = play.scene(db, begun[domain])
            assert isinstance(here, QuestionScene)
            study.answer(db, here.presentation.id, account.learner_key, DONT_KNOW, house.clock())
        play.stop(db, begun["frame"], house.clock())
        return [f"/play/{begun[None].id}", f"/play/{begun['listen'].id}", f"/situate/{begun['frame'].id}"]


def asks(kind: Kind) -> Callable[[Scene], bool]:
    return lambda here: isinstance(here, QuestionScene) and here.question.kind is kind


def explains(kind: Kind) -> Callable[[Scene], bool]:
    return lambda here: isinstance(here, FeedbackScene) and here.question.kind is kind


OF_KIND = {
    Kind.SEVERAL: "boussole-ou-catalyseur",
    Kind.ORDERING: "orienter-avec-relais",
    Kind.MATCHING: "entonnoir-et-question-noeud",
    Kind.TEXT: "lire-un-chiffre",
    Kind.NUMBER: "lire-un-chiffre",
}
"""The module of ours that asks a question of each kind."""


def answered_from_a_mail(house: House, account: Account, question_id: str) -> str:
    """Where a mail leads whose question somebody has answered, and not well."""
    shown = house.question_for(account, question_id)
    with house.store.writing() as db:
        study.answer(db, shown.id, account.learner_key, WRONG, house.clock() + house.clock.reading)
    return house.address_of(shown)


def broken_draft(house: House, account: Account, module_id: str) -> None:
    """A module that somebody has begun and that cannot be published yet."""
    with house.store.writing() as db:
        document = authoring.create_module(db, module_id, house.clock(), account.learner_key)
        text = authoring.latest_text(db, document).replace("minutes: 5", "minutes: cinq")
        authoring.save_draft(db, document, text, house.clock(), account.learner_key)


def invitation(house: House, email: str) -> str:
    """Where the mail leads that invites somebody."""
    with house.store.writing() as db:
        invited = people.invite(db, email, "Quelqu’un", house.clock(), timezone="Europe/Brussels")
        mail.invite(db, invited, house.clock())
    return invitation_in_the_mail(house, email)


def invitation_in_the_mail(house: House, email: str) -> str:
    """Where it leads, of somebody who is invited already; the worker sends it now."""
    account = house.read(lambda db: db.scalars(select(Account).where(Account.email == email)).one())
    mail_id = house.read(lambda db: db.scalars(select(Mail.id).where(Mail.learner_key == account.learner_key)).one())
    digest.deliver(house.settings, house.store, mail_id, house.clock())
    (address,) = re.findall(r"/invitation/\S+", house.read(lambda db: db.get_one(Mail, mail_id)).text)
    return address


def news(house: House) -> list[int]:
    """Two stories, one of them in Dutch; the first touches a skill."""
    title = "Le Forem et Actiris publient ensemble leurs chiffres : « moins d'offres, plus de pénuries » ?"
    sentences = ("Le nombre d'offres recule de 4 % en un an.", "Onze fonctions quittent la liste des pénuries.")
    french = tell(house.store, title, house.clock(), sentences=sentences, source="Le Forem")
    dutch = tell(house.store, "VDAB opent een nieuw loket", house.clock(), language="nl", source="VDAB")
    with house.store.writing() as db:
        db.add(StorySkill(story_id=french, skill=next(iter(questions_by_skill(house))), similarity=0.9))
    return [french, dutch]


def sources_with_every_result(house: House) -> None:
    """One site that waits for its first visit, and one for each result that a visit may have."""
    with house.store.writing() as db:
        for number, result in enumerate([None, *Result]):
            address, at = f"https://www.site-{number}.example/actualites/flux.xml", house.clock()
            watched = Source(name=f"Site {number}", address=address, host=address, kind="feed", created_at=at)
            watched.next_visit_at, watched.active, watched.attempts = at, number % 2 == 0, number
            watched.last_visit_at, watched.last_result = (at, result) if result else (None, None)
            db.add(watched)
