"""The plain words of our pack: whom they are for, in both languages, without what facts say already."""

import re
from functools import cache

from content.directory.entry import WRITTEN_IN
from content.pack import PACKS, PackTexts, read_parts
from content.plain import PLAIN_HEADING
from content.skills import Names
from tests.content.test_our_topics import FRENCH_SIGNS, ROLES, SPACED_SIGNS

FOR_PROFESSIONALS = {"faits-de-tiers", "secret-danger"}
"""Rules with which the person has nothing to do or to ask: a register that protects who works, leave to speak."""
PERHAPS_GONE = {"werkwinkels-bruxelles"}
"""Entries that may be there no more: nothing of them is put into a hand until somebody has asked."""


@cache
def parts() -> PackTexts:
    return read_parts(PACKS / "conseil-emploi")


def of_rules_and_entries() -> dict[str, Names]:
    rules = {rule.id: rule.plain for rule in parts().rules.values()}
    return rules | {entry.id: entry.plain for entry, _, _ in parts().directory}


def of_cards() -> list[tuple[str, str]]:
    modules = [module for module, _, _ in (*parts().modules, *parts().twins)]
    return [(module.language, card.parts.plain) for module in modules for card in module.cards if card.parts.plain]


def test_every_entry_and_every_rule_that_concerns_the_person_is_said_in_plain_words_in_both_languages() -> None:
    bare = {name for name, words in of_rules_and_entries().items() if [*words] != [*WRITTEN_IN]}
    assert bare == FOR_PROFESSIONALS | PERHAPS_GONE


def test_they_are_typed_plainly_and_make_a_man_or_a_woman_of_nobody() -> None:
    words = [*of_cards(), *((one, text) for said in of_rules_and_entries().values() for one, text in said.items())]
    signs = {"fr": SPACED_SIGNS, "nl": FRENCH_SIGNS}
    assert [text for one, text in words if signs[one].search(text)] == []
    assert [text for one, text in words if re.search(rf"(?i)\b(?:{ROLES[one]})\b", text)] == []


def test_no_telephone_number_is_repeated_in_them() -> None:
    words = [text for entry, _, _ in parts().directory for text in entry.plain.values()]
    assert [text for text in words if re.search(r"\d{2}[ ./]\d{2}", text)] == []


def test_a_card_says_it_to_the_person_in_each_language_of_its_module() -> None:
    modules = [module for module, _, _ in (*parts().modules, *parts().twins)]
    said = {
        (module.id, module.language): [card.parts.heading for card in module.cards]
        for module in modules
        if any(card.parts.plain for card in module.cards)
    }
    languages = {name: {module.language for module in modules if module.id == name} for name, _ in said}
    assert said.keys() == {(name, one) for name, spoken in languages.items() for one in spoken}
    assert {heading for (_, one), found in said.items() for heading in found if heading != PLAIN_HEADING[one]} <= {""}
