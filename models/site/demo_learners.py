"""The invented learners: a cohort with eight weeks of answers, and a counsellor with half a year."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.marking import DONT_KNOW, Response
from content.module import Question, QuestionKind
from models.catalogue import in_force
from models.ground.calendar import is_working_day
from models.learning import answering, keepsakes, playing, scenes, themes, week
from models.learning.keepsakes import Target
from models.learning.scenes import QuestionScene
from models.people import accounts as people_accounts
from models.tables.answers import Play
from models.tables.keepsakes import KeepsakeKind
from models.tables.people import Account

LEARNERS, WEEKS = 30, 8
SEED = 2026
POPULAR, TIMES = "tension", 5
"""The module that they open that many times as often as any other."""
MISREAD = "tension-1"
"""The question of it that those who know take to ask for something else: what trainers will have to find."""
GIVEN_NAMES = (
    "Amina", "Bart", "Chloé", "David", "Elif", "Farid", "Greet", "Hélène", "Ilse", "Jamal",
    "Karim", "Lotte", "Maëlle", "Nadia", "Olivier", "Pauline", "Quentin", "Rachida", "Sofie", "Tom",
    "Ursula", "Viktor", "Wim", "Xavier", "Yasmina", "Zoé", "Anouk", "Bilal", "Carine", "Dries",
)  # fmt: skip


class InventedLearner:
    """A fictitious learner: how often she comes, how able she is, what she has come to know."""

    def __init__(self, account: Account, random: Random) -> None:
        self.account, self._random = account, random
        self.eagerness = random.uniform(0.1, 0.6)
        self._ability = random.gauss(0, 0.15)
        self._known: dict[str, bool] = {}

    def comes(self) -> bool:
        """Return whether she opens the portal on a working day."""
        return self._random.random() < self.eagerness

    def respond(self, question: Question) -> Response:
        """Return her response: mostly right when she knows, sometimes by luck, now and then « je ne sais pas »."""
        knows = self._known.setdefault(question.skill, self._random.random() < 0.3 + self._ability)
        self._known[question.skill] = knows or self._random.random() < 0.25
        luck = self._random.random()
        if knows and question.id == MISREAD:
            # Seeded anew: all of them fall for the same wrong option, as people do.
            return mistaken(question, Random(MISREAD))
        if luck < (0.88 if knows else 0.38):
            return question.key
        if not knows and luck > 0.9:
            return DONT_KNOW
        return mistaken(question, self._random)


def mistaken(question: Question, random: Random) -> Response:
    """Return a plausible wrong answer; « je ne sais pas » to what nobody is known to mistake."""
    match question.kind:
        case QuestionKind.ORDERING:
            return (*question.key[1:], question.key[0])
        case QuestionKind.MATCHING:
            return tuple(f"{option.key}=1" for option in question.options)
        case QuestionKind.TEXT | QuestionKind.NUMBER:
            known = [option.spellings[0] for option in question.options if not option.right and "*" not in option.text]
            return (random.choice(known),) if known else DONT_KNOW
        case _:
            wrong = [option.key for option in question.options if not option.right]
            return (random.choice(wrong or question.key),)


def email(number: int) -> str:
    """Return the address of one of the cohort."""
    return f"fictif-{number:02}@boussole.example"


def accounts(db: Session, at: datetime, timezone: str) -> Sequence[Account]:
    """Return the accounts of the cohort, made where they are missing."""
    there = {one.email: one for one in db.scalars(select(Account).where(Account.email.like("fictif-%")))}
    for number, name in enumerate(GIVEN_NAMES, 1):
        if (address := email(number)) not in there:
            there[address] = people_accounts.invite(db, address, f"{name} (fictif)", at, timezone=timezone)
            there[address].digest_hour = None
    return [there[email(number)] for number, _ in enumerate(GIVEN_NAMES, 1)]


def working_days(until: datetime) -> Sequence[date]:
    """Return the days on which they come: the working days of the weeks before."""
    days = (until.date() - timedelta(days=ago) for ago in range(WEEKS * 7, 0, -1))
    return [day for day in days if is_working_day(day)]


def lived(db: Session, keys: Collection[UUID]) -> frozenset[date]:
    """Return the days on which somebody of these has begun something."""
    return frozenset(at.date() for at in db.scalars(select(Play.started_at).where(Play.learner_key.in_(keys))))


def live(db: Session, coming: Sequence[InventedLearner], day: date, random: Random) -> int:
    """Let those who come play a module each; returns the number of answers."""
    modules = [published.module.id for published in in_force.published_modules(db)]
    weights = [TIMES if module == POPULAR else 1 for module in modules]
    return sum(sitting(db, one, day, random, random.choices(modules, weights)[0]) for one in coming)


def sitting(db: Session, learner: InventedLearner, day: date, random: Random, module: str) -> int:
    """Play one module on one day, at a pace of its own; returns the number of answers."""
    at = datetime.combine(day, time(random.randint(7, 15), random.randint(0, 59)), UTC)
    play = playing.start(db, learner.account.learner_key, module, at)
    answers = 0
    while not isinstance(here := scenes.scene(db, play), scenes.EndScene):
        at += timedelta(seconds=random.randint(12, 70))
        if isinstance(here, QuestionScene):
            answering.answer(db, here.presentation.id, learner.account.learner_key, learner.respond(here.question), at)
            answers += 1
        else:
            playing.advance(db, play, here.position, at)
    return answers


# ---------------------------------------------------------------- the half-year of the counsellor whom a visitor may be


LIVED: Mapping[int, tuple[str, ...]] = {
    182: ("ecouter-sans-diriger",),
    178: ("ecouter-sans-diriger", "boussole-ou-catalyseur"),
    171: ("boussole-ou-catalyseur",),
    150: ("article-60",),
    143: ("article-60", "lire-une-mesure"),
    60: ("tension",),
    52: ("tension", "orienter-avec-relais"),
    45: ("orienter-avec-relais",),
    21: ("objectifs-et-suivi",),
    13: ("objectifs-et-suivi", "ecrire-clair"),
    9: ("ecrire-clair",),
    6: ("lire-un-chiffre",),
    2: ("entonnoir-et-question-noeud",),
}
"""How many days ago she played what; at a weekend, on the Monday after."""
HARD = frozenset({"labour.lmi", "assess.questions", "path.followup"})
"""Skills on which she errs every other time."""
DAYS_A_WEEK = 2
AWAY_IN, AWAY_FOR = timedelta(days=9), timedelta(days=4)


class Counsellor(InventedLearner):
    """Somebody who is mostly right, but for what she finds hard."""

    def respond(self, question: Question) -> Response:
        """Return her response."""
        wrong = question.skill in HARD and self._random.random() < 0.5
        return mistaken(question, self._random) if wrong else question.key


def live_half_year(db: Session, account: Account, today: date, ago: int) -> int:
    """Let her play what she played so many days ago; returns the number of answers."""
    random = Random(f"half a year ago: {ago}")
    counsellor = Counsellor(account, random)
    return sum(sitting(db, counsellor, day_of(today, ago), random, module) for module in LIVED[ago])


def day_of(today: date, ago: int) -> date:
    """Return the working day on which she came, so many days ago or soon after."""
    return next(day for later in range(7) if is_working_day(day := today - timedelta(days=ago - later)))


def settle_counsellor(db: Session, account: Account, today: date) -> None:
    """Let her have followed themes, set herself a rhythm, planned a leave and kept a card."""
    key, at = account.learner_key, account.created_at
    themes.follow(db, key, at, words=["prime"], domains=["refer", "listen", "labour"])
    week.set_goal(db, key, DAYS_A_WEEK)
    week.pause(db, key, today + AWAY_IN, today + AWAY_IN + AWAY_FOR, at)
    module = in_force.published_module(db, "tension").module
    slug, card = next(iter(module.addressed.items()))
    place = Target(KeepsakeKind.CARD, f"{module.id}/{slug}", card.title, module.language)
    keepsakes.bookmark(db, key, place, True, at)
