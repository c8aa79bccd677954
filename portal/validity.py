"""What pages say of a text past its day, and of an answer that is not counted because of it."""

from datetime import date

from flask import Flask

from content.errors import N_
from content.module import Module
from models.catalogue.validity import Dated
from models.ground.calendar import DAY
from models.ground.words import typographic
from portal.pages import date_of, page_language, say
from portal.shell import house_day

MODULE_OVER = N_("Cette réponse n'est pas comptée : ce module ne vaut plus depuis le %(day)s.")
MODULE_TO_COME = N_("Cette réponse n'est pas comptée : ce module ne vaut qu'à partir du %(day)s.")
RULE_OVER = N_("Cette réponse n'est pas comptée : la règle « %(rule)s » ne vaut plus depuis le %(day)s.")
RULE_TO_COME = N_("Cette réponse n'est pas comptée : la règle « %(rule)s » ne vaut qu'à partir du %(day)s.")
OTHERWISE = N_("Cette réponse n'est pas comptée : ce qu'elle suppose ne valait pas ce jour-là.")


def init_app(app: Flask) -> None:
    """Let every template ask."""
    app.add_template_global(is_stale)
    app.add_template_global(not_counted)


def is_stale(text: Dated) -> bool:
    """Return whether a text should have been read again before today."""
    return text.stale_on(house_day())


def not_counted(failing: Dated | None, day: date) -> str:
    """Say in a sentence why an answer of a day is not counted, as far as it is known."""
    if failing is None:
        return say(OTHERWISE)
    over, to_come = (MODULE_OVER, MODULE_TO_COME) if isinstance(failing, Module) else (RULE_OVER, RULE_TO_COME)
    rule = "" if isinstance(failing, Module) else typographic(failing.name[page_language()], page_language())
    if failing.valid_until and failing.valid_until < day:
        return say(over, rule=rule, day=date_of(failing.valid_until + DAY))
    return say(to_come, rule=rule, day=date_of(failing.valid_from)) if failing.valid_from else say(OTHERWISE)
