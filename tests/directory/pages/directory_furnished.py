"""The pages of the directory with something on each, in each of its states."""

from dataclasses import replace
from datetime import timedelta

from models.directory import tool_tests
from models.directory.tool_tests import FEWEST_OPINIONS, LAPSES
from models.tables.directory import ToolWord
from tests.directory.published_entries import READ_ON, confidential, entry, publish_entries
from tests.directory.tested_tools import tool, try_out
from tests.house import House


def tools(house: House) -> dict[str, list[str]]:
    """A tool with all that can be said of it, one whose test has lapsed, one of which nothing is known; by endpoint."""
    people = [house.person().learner_key for _ in range(FEWEST_OPINIONS)]
    with house.store.writing() as db:
        made = (entry(), tool(), tool("ancien", compte="oui"), tool("inconnu"), confidential())
        # Their rule is in no other pack than that of the tests.
        publish_entries(db, *(replace(one, rules=()) for one in made))
        for days in (90, 0):
            try_out(db, READ_ON - timedelta(days=days))
        try_out(db, READ_ON - LAPSES, "ancien", data_kept="Un « profil » : oui !")
        for key, word in zip(people, ToolWord, strict=False):
            tool_tests.say(db, key, "entry:outil", word, READ_ON - timedelta(weeks=1))
        tool_tests.keep_reply(db, "entry:outil", "C'est « prévu » : merci !", READ_ON, READ_ON)
        tool_tests.keep_line(db, "entry:outil", "Le registre le connaît : oui.", READ_ON)
    return {
        "directory.entry": [f"/directory/entry/{name}" for name in ("ecoute", "outil", "ancien", "refuge")],
        "directory.tool": [f"/directory/tools/{name}" for name in ("outil", "ancien", "inconnu")],
        "directory.workshop": ["/directory/workshop", "/directory/workshop?q=rien", "/directory/workshop?kind=tool"],
    }
