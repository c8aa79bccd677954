"""What people have behind them when a test begins: a half-year of answers, a sitting that has come to a scene, news."""

import re
from collections import defaultdict
from datetime import timedelta
from email import message_from_bytes, policy

from sqlalchemy import select

from content.marking import DONT_KNOW, Response
from content.module import Question, QuestionKind, QuestionNature
from content.programmes import Programme
from content.text.redating import redate_module
from models.catalogue import coming_into_force, documents, house_texts, in_force
from models.directory import entry_index
from models.learning import answering, playing, scenes
from models.learning import programmes as following
from models.learning.scenes import EndScene, QuestionScene, Scene
from models.people import accounts, mail_schedule
from models.studio import reviewing
from models.tables.attestations import AttestationKind
from models.tables.documents import VersionChange
from models.tables.mail import Mail
from models.tables.people import Account
from models.tables.stories import StorySkill
from models.tutor.situation import Purpose
from tests import builders
from tests.builders import WRONG, small_pack
from tests.house import House
from tests.house_texts import write_ways
from tests.learning.pages.programmes import publish
from tests.programmes import said, weeks
from tests.site.pages.lives import of_news
from tests.vignettes import VIGNETTE
from tests.watchers.mornings import tell
from watchers import delivery


def half_a_year(house: House, account: Account) -> None:
    """Answers that leave one skill to refresh, one acquired, one to confirm, one in progress, and many to discover."""
    fading, acquired, confirmed, begun, *_ = questions_by_skill(house).values()
    for asked, *days_ago in ((fading, 180, 173), (acquired, 7, 4), (confirmed, 3, 3)):
        for number, question in enumerate(asked):
            answer(house, account, question, question.key, days_ago[number > 3])
    answer(house, account, begun[0], WRONG, 3)


def house_with_ways(house: House) -> None:
    """Counter, telephone and post, each as long as it may be."""
    longest = ("Place Sainte-Gudule 12, 1000 Bruxelles, lu–ve 9–12 h ; " * 3)[: house_texts.LONGEST_WAY]
    with house.store.writing() as db:
        for language in house_texts.WRITTEN_IN:
            write_ways(db, language, longest, longest, longest)


def directory_of_the_pack(house: House) -> None:
    """The entries of the pack, listed as the set-up lists them."""
    with house.store.writing() as db:
        while entry_index.catch_up(db):
            db.flush()


def made_of_news(house: House) -> list[str]:
    """The pages of what trainers make of news, each in two of its states."""
    pages = of_news(house, "tension", "listen.tension", next(iter(house.read(in_force.rules))))
    return [address for addresses in pages.values() for address in addresses[:2]]


def questions_by_skill(house: House) -> dict[str, list[Question]]:
    """Of skills that can be acquired at once, without votes and second readers; one answer first."""
    by_skill = defaultdict(list)
    for published in house.read(in_force.published_modules):
        for question in published.module.questions:
            if question.nature is QuestionNature.METHOD:
                by_skill[question.skill].append(question)
    many = {skill: some for skill, some in by_skill.items() if len(some) > 5}
    return {skill: sorted(some, key=lambda one: one.kind is not QuestionKind.ONE) for skill, some in many.items()}


def answer(house: House, account: Account, question: Question, response: Response, days_ago: int) -> None:
    with house.store.writing() as db:
        at = house.clock() - timedelta(days=days_ago)
        builders.ask(db, account.learner_key, question.id, response, at)


def sitting(house: House, account: Account, module_id: str, wanted: type[Scene]) -> str:
    """The address of a module that has been played as far as the first scene of that kind."""
    with house.store.writing() as db:
        begun = playing.start(db, account.learner_key, module_id, house.clock())
        while not isinstance(here := scenes.scene(db, begun), wanted):
            assert not isinstance(here, EndScene), f"{module_id} ended before {wanted.kind}"
            if isinstance(here, QuestionScene):
                answering.answer(db, here.presentation.id, account.learner_key, DONT_KNOW, house.clock())
            else:
                playing.advance(db, begun, here.position, house.clock())
    return f"/play/{begun.id}"


def asked(house: House, account: Account, kind: QuestionKind) -> tuple[str, Question]:
    """The address of a module of ours whose question of that kind comes first after its cards, and that question."""
    with house.store.writing() as db:
        document = documents.module_document(db, OF_KIND[kind])
        # What states law is asked too.
        reviewing.read_in_force(db, document, AttestationKind.LAW, house.clock(), account.learner_key)
        published = in_force.published_module(db, OF_KIND[kind])
        question = next(one for one in published.module.questions if one.kind is kind)
        begun = playing.start(db, account.learner_key, OF_KIND[kind], house.clock())
        begun.cards_read = len(published.module.cards)
        here = account.learner_key, question, published.version_id, Purpose.LEARN, house.clock(), begun.id
        answering.present(db, *here)
    return f"/play/{begun.id}", question


OF_KIND = {
    QuestionKind.SEVERAL: "entonnoir-et-question-noeud",
    QuestionKind.ORDERING: "orienter-avec-relais",
    QuestionKind.MATCHING: "entonnoir-et-question-noeud",
    QuestionKind.TEXT: "fin-de-droit",
    QuestionKind.NUMBER: "lire-un-chiffre",
}
"""The module of ours that asks a question of each kind."""


def invitation(house: House, email: str) -> str:
    """Where the mail leads that invites somebody."""
    with house.store.writing() as db:
        invited = accounts.invite(db, email, "Quelqu’un", house.clock(), timezone="Europe/Brussels")
        mail_schedule.invite(db, invited, house.clock())
    return invitation_in_the_mail(house, email)


def invitation_in_the_mail(house: House, email: str) -> str:
    """Where it leads, of somebody who is invited already; the worker sends it now."""
    account = house.read(lambda db: db.scalars(select(Account).where(Account.email == email)).one())
    mail_id = house.read(lambda db: db.scalars(select(Mail.id).where(Mail.learner_key == account.learner_key)).one())
    delivery.deliver(house.settings, house.store, mail_id, house.clock())
    # The row keeps no text of it: it opens a door.
    (kept,) = (house.settings.instance / "outbox").glob(f"*{_unique(house, mail_id)}.eml")
    body = message_from_bytes(kept.read_bytes(), policy=policy.default).get_body(("plain",))
    (address,) = re.findall(r"/invitation/\S+", body.get_content())
    return address


def _unique(house: House, mail_id: int) -> str:
    message_id = house.read(lambda db: db.get_one(Mail, mail_id)).message_id
    return message_id.strip("<>").partition("@")[0]


def news(house: House) -> list[int]:
    """Two stories, one of them in Dutch; the first touches a skill."""
    title = "Le Forem et Actiris publient ensemble leurs chiffres : « moins d'offres, plus de pénuries » ?"
    sentences = ("Le nombre d'offres recule de 4 % en un an.", "Onze fonctions quittent la liste des pénuries.")
    french = tell(house.store, title, house.clock(), sentences=sentences, source="Le Forem")
    dutch = tell(house.store, "VDAB opent een nieuw loket", house.clock(), language="nl", source="VDAB")
    with house.store.writing() as db:
        db.add(StorySkill(story_id=french, skill=next(iter(questions_by_skill(house))), similarity=0.9))
    return [french, dutch]


def to_be_read_again(house: House, module_id: str) -> None:
    """The day of a module is past."""
    with house.store.writing() as db:
        document = documents.module_document(db, module_id)
        yesterday = house.clock().date() - timedelta(days=1)
        text = redate_module(documents.published_text(db, document) or "", yesterday, yesterday)
        coming_into_force.put_in_force(db, document, text, VersionChange.WORDING, house.clock(), by=None)


WELCOME = Programme(
    "parcours-d-accueil",
    said("Parcours d'accueil"),
    said("Deux pas."),
    weeks("ecouter-sans-diriger", "confidentialite"),
    newcomers=True,
)
WALL = f"/modules/reunion/vignettes/{VIGNETTE.id}"


def programme(house: House) -> str:
    """The id of one that is offered."""
    if not house.read(in_force.programmes):
        publish(house, WELCOME)
    return house.read(following.offered)[0].id


def vignette(house: House) -> str:
    """Where one is shown."""
    with house.store.writing() as db:
        meeting = builders.module("reunion", questions=(builders.question("reunion-1"),), vignettes=(VIGNETTE,))
        coming_into_force.load_pack(db, small_pack(meeting), house.clock())
    return WALL


def programmes(house: House, person: Account) -> list[str]:
    """Every page of a programme that she follows, of a vignette, and of what she may have signed."""
    name = programme(house)
    with house.store.writing() as db:
        following.take_up(db, person.learner_key, name, house.clock())
    steps = ("case", "choices", "explanation", "discussion")
    wall = [f"{vignette(house)}?step={step}" for step in steps]
    return [f"/programmes/{name}", *wall, f"{WALL}/paper", "/training-records"]
