"""What people have behind them when a test begins: a half-year of answers, a sitting that has come to a scene, news."""

import re
from collections import defaultdict
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from content.marking import DONT_KNOW, Response
from content.module import Kind, Question
from models import authoring, groups, keeping, mail, people, play, study, themes, week
from models import reports as told
from models.play import EndScene, FeedbackScene, QuestionScene, Scene
from models.reports import AboutAnswer, AboutCard, Outcome
from models.tables import Account, Mail, Source, StorySkill
from models.tutor import Purpose
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


def sitting(house: House, account: Account, module_id: str, wanted: type[Scene]) -> str:
    """The address of a module that has been played as far as the first scene of that kind."""
    with house.store.writing() as db:
        begun = play.start(db, account.learner_key, module_id, house.clock())
        while not isinstance(here := play.scene(db, begun), wanted):
            assert not isinstance(here, EndScene), f"{module_id} ended before {wanted.kind}"
            if isinstance(here, QuestionScene):
                study.answer(db, here.presentation.id, account.learner_key, DONT_KNOW, house.clock())
            else:
                play.advance(db, begun, here.position, house.clock())
    return f"/play/{begun.id}"


def asked(house: House, account: Account, kind: Kind) -> tuple[str, Question]:
    """The address of a module of ours whose question of that kind comes first after its cards, and that question."""
    with house.store.writing() as db:
        published = authoring.published_module(db, OF_KIND[kind])
        question = next(one for one in published.module.questions if one.kind is kind)
        begun = play.start(db, account.learner_key, OF_KIND[kind], house.clock())
        begun.cards_read = len(published.module.cards)
        here = account.learner_key, question, published.version_id, Purpose.LEARN, house.clock(), begun.id
        study.present(db, *here)
    return f"/play/{begun.id}", question


def situating(house: House, account: Account) -> list[str]:
    """Where somebody situates herself: at a question, at a feedback, at the end."""
    key, at = account.learner_key, house.clock()
    with house.store.writing() as db:
        domains = [None, *(domain.id for domain in authoring.skill_map(db).domains)]
        begun = [play.begin_situating(db, key, at, domain) for domain in domains]
        asks, explains, ends, *_ = (one for one in begun if isinstance(play.scene(db, one), QuestionScene))
        for one in (explains, ends):
            here = play.scene(db, one)
            assert isinstance(here, QuestionScene)
            study.answer(db, here.presentation.id, key, DONT_KNOW, at)
        play.stop(db, ends, at)
        return [f"/play/{asks.id}", f"/play/{explains.id}", f"/situate/{ends.id}"]


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


def ones_own(house: House, account: Account, story: int) -> None:
    """Themes, a goal, days off now and later, a story with a bookmark and a note."""
    key, today = account.learner_key, house.clock().date()
    target = keeping.Target("story", str(story), "Le Forem et Actiris publient ensemble leurs chiffres", "fr")
    with house.store.writing() as db:
        themes.follow(db, key, house.clock(), words=["titres-services"], domains=["listen", "labour"])
        week.set_goal(db, key, 3)
        for first, last in ((-1, 1), (3, 3), (30, 44)):
            week.pause(db, key, today + timedelta(days=first), today + timedelta(days=last), house.clock())
        keeping.bookmark(db, key, target, True, house.clock())
        note = "À montrer à Fatima : https://www.exemple.example/une-adresse-qui-ne-se-coupe-nulle-part\n\n- la date ?"
        keeping.write(db, key, target, note, keeping.Kept(target).edition, house.clock())


def sources_with_every_result(house: House) -> None:
    """One site that waits for its first visit, and one for each result that a visit may have."""
    with house.store.writing() as db:
        for number, result in enumerate([None, *Result]):
            address, at = f"https://www.site-{number}.example/actualites/flux.xml", house.clock()
            watched = Source(name=f"Site {number}", address=address, host=address, kind="feed", created_at=at)
            watched.next_visit_at, watched.active, watched.attempts = at, number % 2 == 0, number
            watched.last_visit_at, watched.last_result = (at, result) if result else (None, None)
            db.add(watched)


def reports(house: House, account: Account, feedback: str) -> None:
    """A report under a feedback, open with a word, and one on a card, with the reply that was asked for."""
    at = house.clock()
    with house.store.writing() as db:
        begun = play.play_of(db, UUID(feedback.rpartition("/")[2]), account.learner_key)
        here = play.scene(db, begun)
        assert isinstance(here, FeedbackScene)
        open_one = told.report(db, account.learner_key, AboutAnswer(here.presentation.id), told.Kind.OUTDATED, at)
        told.add_word(db, open_one, "Ce délai a changé : c'est « dix jours » depuis mai.", wants_reply=True)
        settled = told.report(db, account.learner_key, AboutCard(begun.version_id, 1), told.Kind.DISAGREE, at)
        told.add_word(db, settled, "Pas dans notre service !", wants_reply=True)
        told.reply(db, settled, "C'est vrai : la carte le dit désormais.", Outcome.ACCEPTED, at, account.learner_key)


def groups_with_figures(house: House) -> list[str]:
    """Where the sheets are: of sixteen people; of eight, of whom one has left since; of three."""
    members = [[house.person().learner_key for _ in range(size)] for size in (16, 8, 3)]
    for number, learner_key in enumerate(members[0]):
        for question in list(questions_by_skill(house).values())[number % 4][:number]:
            with house.store.writing() as db:
                builders.ask(db, learner_key, question.id, question.key, house.clock() - timedelta(days=number))
    with house.store.writing() as db:
        made = [builders.make_group(db, keys, f"L'équipe : {len(keys)}") for keys in members]
        groups.take_figures(db, house.clock().date(), house.clock())
        groups.leave(db, made[1], members[1][0], house.clock())
        return [f"/groups/{group.id}" for group in made]
