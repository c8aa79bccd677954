"""Somebody with a whole life in Boussole: what she answers, follows, notes, reports, counts, and when she is away."""

import re

from models.community import ballots
from models.community.ballots import BallotCount
from models.learning import keepsakes, themes, week
from models.tables.people import Account
from tests.builders import MONDAY
from tests.page_browser import Page
from tests.site.pages.furnished import Furnished, plays_of, questions_of

NAME, ADDRESS = "Zénobie Repère", "zenobie.repere@example.org"
WORDS = ("motrepère", "noterepère")
"""A theme in her own words, and what she noted under a story."""
PLANTED, TODAY = BallotCount(981, 919, 891, 810), MONDAY.date()
"""What people said on her slips: numbers that stand nowhere else."""


def live(furnished: Furnished, account: Account) -> None:
    """Let her do all that there is to do."""
    house = furnished.house
    questions_of(house, account)
    plays_of(house, account.learner_key)
    with house.store.writing() as db:
        known = db.get_one(Account, account.id)
        known.name, known.email = NAME, ADDRESS
        themes.follow(db, known.learner_key, MONDAY, words=[WORDS[0]], domains=["listen"])
        week.pause(db, known.learner_key, TODAY, TODAY, MONDAY)
        story = keepsakes.Target("story", str(furnished.stories[0]), "Titre", "fr")
        keepsakes.write(db, known.learner_key, story, WORDS[1], keepsakes.KeptPlace(story).edition, MONDAY)
        ballots.note(db, known.learner_key, TODAY, PLANTED, TODAY)


def planted(page: Page) -> set[str]:
    """Which of her numbers a page says, in its words or in its fields."""
    said = " ".join([page.text, *page.tree.xpath("//main//input[not(@type='hidden')]/@value")])
    return {one for one in map(str, PLANTED) if re.search(rf"(?<![\w.-]){one}(?![\w.-])", said)}
