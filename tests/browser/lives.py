"""What people have behind them when a test begins: a half-year of answers, a sitting that has come to a scene, news."""

import re
from collections import defaultdict
from datetime import timedelta
from email import message_from_bytes, policy
from itertools import cycle
from uuid import UUID

from sqlalchemy import select

from content.marking import DONT_KNOW, Response
from content.module import Question, QuestionKind, QuestionNature
from content.programmes import Programme
from content.redating import redate_module
from models.catalogue import coming_into_force, documents, drafts, house_texts, in_force
from models.catalogue.house_texts import TypedText
from models.directory import index
from models.ground.calendar import monday_of
from models.news import tastes
from models.people import accounts
from models.people.mail import mornings
from models.study import answering, keepsakes, themes, week
from models.study import programmes as following
from models.study.play import playing, scenes
from models.study.play.scenes import EndScene, FeedbackScene, QuestionScene, Scene
from models.study.reports import inbox, telling
from models.study.reports.about import AboutAnswer, AboutCard, AboutTopic
from models.tables.documents import VersionChange
from models.tables.house import HouseFigure
from models.tables.house_texts import HouseText
from models.tables.mail import Mail
from models.tables.people import Account
from models.tables.reports import ReportKind, ReportOutcome
from models.tables.sources import Source, VisitResult
from models.tables.stories import StorySkill
from models.tables.study import Notice
from models.tutor.situation import Purpose
from models.workshop import reviewing
from models.workshop.statistics import refresh
from tests import builders
from tests.blanks import LISTENER_KEY, REGISTER_KEY, pack_with_blanks
from tests.builders import WRONG, small_pack
from tests.portal.house import House
from tests.portal.lives import of_a_module, of_news
from tests.portal.programmes import publish
from tests.programmes import said, weeks
from tests.slips import count_weeks, year
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
        while index.catch_up(db):
            db.flush()


def house_with_blanks(house: House) -> None:
    """A module with blanks: one filled in to its last letter, one empty, one whose filling has lost its place."""
    longest = ("Le secrétariat, bureau 12, lu–ve 9–12 h, registre@service.exemple.be ; " * 6)[: house_texts.LONGEST]
    with house.store.writing() as db:
        coming_into_force.load_pack(db, pack_with_blanks(), house.clock())
        house_texts.write(db, {REGISTER_KEY: TypedText(longest)}, house.clock().date())
        gone = {**LISTENER_KEY._asdict(), "what": "qui tient la liste", "asked": "qui tient la liste"}
        db.merge(HouseText(**gone, text="Le greffe, porte 2", written_on=house.clock().date()))


def life_of_a_module(house: House) -> list[str]:
    """Its pages, of a module that is retired again before anybody meets it."""
    pages = of_a_module(house, next(iter(house.read(in_force.rules))))
    with house.store.writing() as db:
        coming_into_force.retire(db, documents.module_document(db, "etapes"))
    return [address for addresses in pages.values() for address in addresses]


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
        reviewing.read_in_force(db, document, house.clock(), account.learner_key)  # what states law is asked too
        published = in_force.published_module(db, OF_KIND[kind])
        question = next(one for one in published.module.questions if one.kind is kind)
        begun = playing.start(db, account.learner_key, OF_KIND[kind], house.clock())
        begun.cards_read = len(published.module.cards)
        here = account.learner_key, question, published.version_id, Purpose.LEARN, house.clock(), begun.id
        answering.present(db, *here)
    return f"/play/{begun.id}", question


def situating(house: House, account: Account) -> list[str]:
    """Where somebody situates herself: at a question, at a feedback, at the end."""
    key, at = account.learner_key, house.clock()
    with house.store.writing() as db:
        domains = [None, *(domain.id for domain in in_force.skill_map(db).domains)]
        begun = [playing.begin_situating(db, key, at, domain) for domain in domains]
        asks, explains, ends, *_ = (one for one in begun if isinstance(scenes.scene(db, one), QuestionScene))
        for one in (explains, ends):
            here = scenes.scene(db, one)
            assert isinstance(here, QuestionScene)
            answering.answer(db, here.presentation.id, key, DONT_KNOW, at)
        playing.stop(db, ends, at)
        return [f"/play/{asks.id}", f"/play/{explains.id}", f"/situate/{ends.id}"]


OF_KIND = {
    QuestionKind.SEVERAL: "entonnoir-et-question-noeud",
    QuestionKind.ORDERING: "orienter-avec-relais",
    QuestionKind.MATCHING: "entonnoir-et-question-noeud",
    QuestionKind.TEXT: "fin-de-droit",
    QuestionKind.NUMBER: "lire-un-chiffre",
}
"""The module of ours that asks a question of each kind."""


def answered_from_a_mail(house: House, account: Account, question_id: str) -> tuple[str, str]:
    """Where a mail leads whose question somebody has answered, and not well; and where she read why."""
    shown = house.question_for(account, question_id)
    with house.store.writing() as db:
        answering.answer(db, shown.id, account.learner_key, WRONG, house.clock() + house.clock.reading)
    return house.address_of(shown), house.feedback_address(shown)


def broken_draft(house: House, account: Account, module_id: str) -> None:
    """A module that somebody has begun and that cannot be published yet."""
    with house.store.writing() as db:
        document = drafts.create_module(db, module_id, house.clock(), account.learner_key)
        text = drafts.latest_text(db, document).replace("minutes: 5", "minutes: cinq")
        drafts.save_draft(db, document, text, house.clock(), account.learner_key)


def invitation(house: House, email: str) -> str:
    """Where the mail leads that invites somebody."""
    with house.store.writing() as db:
        invited = accounts.invite(db, email, "Quelqu’un", house.clock(), timezone="Europe/Brussels")
        mornings.invite(db, invited, house.clock())
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


def ones_own(house: House, account: Account, story: int) -> None:
    """Themes, a goal, days off now and later, a story with a bookmark and a note."""
    key, today = account.learner_key, house.clock().date()
    target = keepsakes.Target("story", str(story), "Le Forem et Actiris publient ensemble leurs chiffres", "fr")
    with house.store.writing() as db:
        themes.follow(db, key, house.clock(), words=["titres-services"], domains=["listen", "labour"])
        for theme in themes.followed(db, key):
            themes.renew_address(db, key, theme.id)
        tastes.mute(db, key, "l'euro « 2028 »", house.clock())
        tastes.less(db, key, "skill", next(iter(questions_by_skill(house))), house.clock())
        week.set_goal(db, key, 3)
        count_weeks(db, key, monday_of(today), *year(falls=True))
        for first, last in ((-1, 1), (3, 3), (30, 44)):
            week.pause(db, key, today + timedelta(days=first), today + timedelta(days=last), house.clock())
        keepsakes.bookmark(db, key, target, True, house.clock())
        note = "À montrer à Fatima : https://www.exemple.example/une-adresse-qui-ne-se-coupe-nulle-part\n\n- la date ?"
        keepsakes.write(db, key, target, note, keepsakes.KeptPlace(target).edition, house.clock())


def sources_with_every_result(house: House) -> None:
    """One site that waits for its first visit, and one for each result that a visit may have."""
    with house.store.writing() as db:
        for number, result in enumerate([None, *VisitResult]):
            address, at = f"https://www.site-{number}.example/actualites/flux.xml", house.clock()
            watched = Source(name=f"Site {number}", address=address, host=address, kind="feed", created_at=at)
            watched.next_visit_at, watched.active, watched.attempts = at, number % 2 == 0, number
            watched.last_visit_at, watched.last_result = (at, result) if result else (None, None)
            db.add(watched)


def reports(house: House, account: Account, feedback: str) -> None:
    """A report under a feedback, open with a word, and one on a card, with the reply that was asked for."""
    at = house.clock()
    with house.store.writing() as db:
        begun = playing.play_of(db, UUID(feedback.rpartition("/")[2]), account.learner_key)
        here = scenes.scene(db, begun)
        assert isinstance(here, FeedbackScene)
        open_one = telling.report(db, account.learner_key, AboutAnswer(here.presentation.id), ReportKind.OUTDATED, at)
        telling.add_word(db, open_one, "Ce délai a changé : c'est « dix jours » depuis mai.", wants_reply=True)
        settled = telling.report(db, account.learner_key, AboutCard(begun.version_id, 1), ReportKind.DISAGREE, at)
        telling.add_word(db, settled, "Pas dans notre service !", wants_reply=True)
        inbox.reply(
            db, [settled], "C'est vrai : la carte le dit désormais.", ReportOutcome.ACCEPTED, at, account.learner_key
        )


def reported_topic(house: House, account: Account) -> str:
    """The address of a topic under which a report stands, with a word."""
    with house.store.writing() as db:
        topic = AboutTopic(in_force.topics_version(db), "projet", account.language)
        row = telling.report(db, account.learner_key, topic, ReportKind.BADLY_PUT, house.clock())
        telling.add_word(db, row, "« L'an prochain » : trop loin pour un premier rendez-vous.", wants_reply=False)
    return "/topics/projet"


def several_reports(house: House, module_id: str) -> list[Account]:
    """Three people hold something against the first card of a module; two of them ask for a reply."""
    kinds = (ReportKind.OUTDATED, ReportKind.OUTDATED, ReportKind.BADLY_PUT)
    words = ("Depuis mai, c'est « dix jours ».", "", "Je lis deux fois la phrase sans savoir qui décide.")
    asking = [house.person() for _ in kinds]
    with house.store.writing() as db:
        card = AboutCard(in_force.published_module(db, module_id).version_id, 1)
        for number, (account, kind, word) in enumerate(zip(asking, kinds, words, strict=True)):
            row = telling.report(db, account.learner_key, card, kind, house.clock() - timedelta(days=10))
            telling.add_word(db, row, word, wants_reply=number < 2)
    return asking


def corrected(house: House, account: Account, module_id: str, right: bool) -> None:
    """What somebody is told of a question whose key was wrong."""
    with house.store.writing() as db:
        published = in_force.published_module(db, module_id)
        about = {"question_id": published.module.questions[0].id, "version_id": published.version_id}
        db.add(Notice(learner_key=account.learner_key, right=right, at=house.clock(), **about))


def to_be_read_again(house: House, module_id: str) -> None:
    """The day of a module is past."""
    with house.store.writing() as db:
        document = documents.module_document(db, module_id)
        yesterday = house.clock().date() - timedelta(days=1)
        text = redate_module(documents.published_text(db, document) or "", yesterday, yesterday)
        coming_into_force.put_in_force(db, document, text, VersionChange.WORDING, house.clock(), by=None)


def much_goes_wrong(house: House) -> None:
    """Mails that are not there, sources that bring nothing."""
    at = house.clock()
    with house.store.writing() as db:
        for number, state in enumerate(("failed", "failed", "uncertain")):
            row = {"kind": "digest", "slot": f"x{number}", "state": state, "due_at": at - timedelta(days=1)}
            db.add(Mail(learner_key=builders.add_learner_in(db), **row))
        for name, result in (
            ("Le Forem, actualités", VisitResult.REFUSED_BY_ROBOTS),
            ("Dares", VisitResult.MOVED),
            ("BX1", "ok"),
        ):
            place = {"address": f"https://{name[:2]}.example/actualites", "host": "x:443", "kind": "feed"}
            visited = {"last_result": result, "last_visit_at": at, "last_success_at": at - timedelta(days=9)}
            made = {"created_at": at - timedelta(days=90), "next_visit_at": at + timedelta(hours=1)}
            db.add(Source(name=name, **place, **visited, **made))


def house_with_figures(house: House) -> None:
    """A direction in each pair of thirds, and one of which nothing is said yet."""
    with house.store.writing() as db:
        domains = [domain.id for domain in in_force.skill_map(db).domains][:-1]
        thirds = ([0.1, 0.0], [0.5, 0.2], [0.5, 0.4], [0.9, 0.1], [0.9, 0.5], [0.9, 0.8])
        shares = dict(zip(domains, cycle(thirds), strict=False))
        db.add(HouseFigure(month=house.clock().date().replace(day=1), people=120, shares=shares))


def measured(house: House) -> list[str]:
    """A question that the weak get right and the strong do not, over half a year, and its skill."""
    skill, questions = next((skill, some) for skill, some in questions_by_skill(house).items() if len(some) > 4)
    ones = [question for question in questions if question.kind is QuestionKind.ONE][:5]
    for number in range(24):
        key, at = house.person().learner_key, house.clock() - timedelta(days=8 * number)
        with house.store.writing() as db:
            for place, question in enumerate(ones):
                wrong = next((option.key,) for option in question.options if not option.right)
                right = (number % 2 == 0) == (place > 0)
                builders.ask(db, key, question.id, question.key if right else wrong, at)
    with house.store.writing() as db:
        refresh.keep(db, refresh.take(db), house.clock())
    return [f"/statistics/questions/{ones[0].id}", f"/statistics/skills/{skill}"]


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
