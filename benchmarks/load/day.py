"""What a working day looks like: how many come, what each asks for, and how long she thinks.

Nobody has used Boussole yet. What docs/design.md says is taken from there; other shares are assumptions, said here.
"""

import re
from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from content.pace import WORDS_A_SECOND

PEOPLE, MINUTES = 5000, 10.0
"""A day of so many, who come once each, is squeezed into so many minutes."""
SIGNING_IN = 1 / 20
"""A session lasts thirty days (models/people/sessions.py), of which some twenty are worked."""
THINKING = (2.0, 6.0)
"""Seconds before each step, beyond what reading a question takes at the very least: less than people need. Who waits
for a visit to end sees more of them at once; how many requests there are does not depend on it."""
SHARES = {"feed": 0.5, "story": 0.35, "search": 0.2, "briefing": 0.2, "card": 0.2, "skills": 0.1, "week": 0.05}
"""Of visits in which these are looked at after the sitting that home proposed. Assumed."""
WORDS = ("logement", "garde d'enfants", "allocation", "formation", "permis de travail", "contrat étudiant", "maladie")
"""What is searched for, and asked for before an interview."""
SKILL = re.compile(r'href="(/skills/[^"?#]+)"')
BEGIN = re.compile(r'<form method="post" action="(/(?:modules/[^"]+/start|practice/[^"]+))"')
FORM = re.compile(r'<form method="post" action="([^"]+/(?:answer|advance))"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
OPTION = re.compile(r'name="option" value="([^"]+)"')
_TAG = re.compile(r"<[^>]+>")


class Page(NamedTuple):
    """What is asked for, under the name that it has in the figures."""

    kind: str
    address: str


def arrivals(random: Random, a_second: float, until: float) -> Iterator[float]:
    """Yield the seconds at which somebody comes, whatever has become of those before (a Poisson process)."""
    at = random.expovariate(a_second)
    while at < until:
        yield at
        at += random.expovariate(a_second)


def looked_at(random: Random, stories: Sequence[int], cards: Sequence[str], home: str) -> Iterator[Page]:
    """Yield what one visitor looks at after her sitting; `home`: the page that she came from."""
    word, skills = random.choice(WORDS).replace(" ", "+"), SKILL.findall(home)
    addresses = {
        "feed": "/news",
        "story": f"/news/{random.choice(stories)}",
        "search": f"/search?q={word}",
        "briefing": f"/briefing?q={word}",
        "card": random.choice(cards),
        "skills": random.choice(skills) if skills else "/modules",
        "week": "/week",
    }
    for kind, share in SHARES.items():
        if random.random() < share:
            yield Page(kind, addresses[kind])


def answered(page: str, random: Random) -> dict[str, str]:
    """Return what a form of a sitting sends: the first thing to tick that chance picks, or « Je ne sais pas »."""
    sent, options = dict(HIDDEN.findall(page)), OPTION.findall(page)
    return sent | ({"option": random.choice(options), "answering": "1"} if options else {"dont_know": "1"})


def reading(page: str) -> float:
    """Return the seconds that nobody needs less of for all the words of a page."""
    return len(_TAG.sub(" ", page).split()) / WORDS_A_SECOND
