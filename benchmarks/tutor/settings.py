"""Every number of the simulation, with its reason; fixed before the tutor was tuned on it."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Settings:
    """The size of the simulation, and the constants of its world."""

    seed: int = 42
    learners: int = 40
    """Of each type, under each truth: intervals of some ± 5 % on minutes, within ten minutes of computing."""
    resamples: int = 1000
    """Of the bootstrap: enough for the ends of a 95 % interval."""
    origin: datetime = datetime(2026, 1, 5, 9, tzinfo=UTC)
    """A Monday, at the hour of every visit."""

    # The course: as the first pack, only with so many questions that no policy is stopped for want of new ones.
    domains: int = 3
    skills_per_domain: int = 4
    """Twelve skills, a first month; each builds on the one before it in its domain."""
    alone: int = 48
    """Questions of a module on one skill; a second module shares its pool between two skills that follow each other."""
    shared: int = 24
    kept: int = 2
    """Of a skill in a module, kept for checks, as in the pack."""
    options: int = 4
    """As most questions of the pack: blind ticking is right once in four."""
    cards: int = 4
    module_minutes: int = 5
    """Four cards and five questions at the seconds below."""

    # People
    card_seconds: float = 25.0
    """Some 80 words at 200 words a minute."""
    question_seconds: float = 40.0
    """Stem and four options, then the feedback."""
    click_seconds: float = 2.0
    """Faster than anybody reads a stem."""
    ability_spread: float = 0.65
    """Standard deviation of ratings after fifty answers, on statics2011."""
    pace_spread: float = 0.25
    """Standard deviation of the logarithm of pace: the slowest of twenty needs half as long again as most."""
    minutes_a_day: tuple[float, float] = (5.0, 10.0)
    """Around the seven minutes between two interviews."""
    attendance: float = 0.8
    """Share of working days with a visit: four a week."""
    expert_knows: float = 0.9
    """Share of the skills that someone long in the job knows at first."""
    leaves_after: int = 14
    away: int = 21
    """Days: in the middle of the four to six weeks that the course takes; three weeks of holidays."""
    guesser_right: float = 0.42
    """What a naive list of words scores on draft questions."""
    clicks: float = 0.4
    """Share of the days of a fast clicker on which she clicks."""

    # The truth as fitted: means and spreads over the skills of the set fitted to statics2011, the nearest of the public
    # logs to micro-courses of adults; its weights of ability likewise
    fitted_prior: tuple[float, float] = (1.6, 0.8)
    fitted_learn: tuple[float, float] = (-1.0, 0.55)
    """In logits."""
    fitted_guess: tuple[float, float] = (0.75, 0.45)
    fitted_slip: tuple[float, float] = (-1.2, 0.45)
    """In logits of twice the probability, which stays below one half; half the spread found there, as trainers are told
    which questions look wrong."""
    fitted_forget: tuple[float, float] = (-4.5, 0.5)
    """In logarithms."""
    fitted_easiness: float = 1.3
    """Spread between the questions of a skill."""
    fitted_success: tuple[float, float] = (0.4, 0.4)
    fitted_learning: tuple[float, float] = (0.25, -0.45)
    fitted_beginning: tuple[float, float] = (0.25, 0.25)
    """Weights of the slow and the fast ability on success, on learning and on the prior."""
    fitted_gap: float = 0.5
    """Power of the answers in between."""
    knew_before_cards: float = 0.6
    """Of those who know at the first question after the cards, who knew before: reading alone teaches little."""

    # The other truth
    begins_known: float = 0.25
    begins_half: float = 0.25
    """About as much as the fitted sets foresee."""
    first_step: float = 0.35
    second_step: float = 0.30
    """Each per feedback, in the middle: some six in all, as a learn of .15."""
    step_spread: float = 0.4
    """In logits, between skills."""
    guess_between: tuple[float, float] = (0.15, 0.45)
    slip_between: tuple[float, float] = (0.03, 0.25)
    """By question: around the .35 and .10 that the portal begins with, which it takes for the same everywhere."""
    half_shows: float = 0.5
    faded_shows: float = 0.25
    """Of the way from guessing to knowing, how far success stands half way, and once forgotten."""
    cards_worth: float = 1.5
    """Feedbacks that the cards of a module are worth at first reading; then one."""
    unready: float = 0.5
    """What is left of the speed of learning where the prerequisite is not known."""
    lasts_days: float = 20.0
    lasts_spread: float = 0.4
    """Days after which 1 / e is left of what was met on one day, in the middle; spread of the logarithm by skill."""
    lasts_longer: float = 1.7
    """Times as long for every further day on which the skill is met: three days make two months."""
    met_before: int = 6
    """Days on which whoever knows a skill at first had met it: it lasts nine months, as what is used at work."""
    savings: float = 0.6
    """Probability that one feedback brings back what was known and forgotten."""
    person_spread: float = 0.35
    """Of the logarithms of the speed of learning and of the length of memory, between people."""

    # The measures
    horizon: float = 800.0
    """Minutes after which a learner who is not done is given up: eight times through the course, five months."""
    idle_days: int = 60
    """Visits in a row with nothing proposed after which a learner does not come back."""
    last_day: int = 365
    retention_days: int = 30
    most_wrong: float = 0.05
    """Of a policy's declarations for each type; the goals on minutes are for those who can learn."""
    most_of_linear: float = 0.70
