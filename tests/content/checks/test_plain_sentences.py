"""Plain words are told where they are too long, empty or in one language, each at its line."""

from dataclasses import replace

from content.checks.checked_text import CheckedText
from content.checks.references import (
    advise_on_entry,
    advise_on_headings,
    advise_on_rules,
    advise_on_translation,
    check_plain_cards,
    check_plain_entry,
    check_plain_rules,
)
from content.directory.entry_text import read_entry
from content.module import Card, Module
from content.rules import read_rules
from content.text.module_writer import write_module
from tests.builders import RULES, in_dutch, module
from tests.content.checks.made_up_texts import said
from tests.directory import invented_entries

LONG = "Vous pouvez appeler ce service tous les jours de la semaine pour parler de vos droits au chômage"
TOLD = (
    "En mots simples, une phrase a quinze mots au plus, sauf une sur dix ; "
    "« Vous pouvez appeler ce service tous les jours de la semaine pour parler de vos… » en a 18 : coupez-la."
)
OTHER = RULES.removeprefix("rules:\n").replace("id: duree", "id: autre")


def with_plain(plain: str) -> str:
    return f"{RULES}{plain}\n{OTHER}"


def of_rules(text: str, check: object = check_plain_rules) -> list[str]:
    return [f"{one.line}: {one.told}" for one in check(read_rules(text).values(), text, "rules.yaml")]  # type: ignore[operator]


def test_plain_words_of_a_rule_that_are_too_long_are_told_at_their_line() -> None:
    for plain, line in [
        (f"    plain: {{fr: {LONG}., nl: Bel.}}", 10),
        (f"    plain:\n      nl: Bel.\n      fr: {LONG}.", 12),
        (f"    plain:\n      fr: |-\n        Appelez.\n\n        {LONG}.\n      nl: Bel.", 14),
    ]:
        assert of_rules(with_plain(plain)) == [f"{line}: {TOLD}"]
        assert of_rules(with_plain(plain), advise_on_rules) == []


def test_plain_words_of_a_rule_in_one_language_are_advised_on_and_none_are_left_alone() -> None:
    text = with_plain("    plain: {fr: Appelez.}")
    assert of_rules(text) == []
    assert of_rules(text, advise_on_rules) == [
        "10: Les mots simples de duree manquent dans une langue (nl) : ajoutez-les."
    ]
    bare = replace(read_entry(invented_entries.TEXT), plain={})
    assert (of_rules(RULES), of_rules(RULES, advise_on_rules)) == ([], [])
    assert [
        *check_plain_entry(bare, invented_entries.TEXT, "e"),
        *advise_on_entry(bare, invented_entries.TEXT, "e"),
    ] == []


def test_an_entry_is_told_and_advised_on_alike() -> None:
    text = invented_entries.TEXT.replace("Vous avez perdu votre emploi ?", f"{LONG}.")
    assert [f"{one.line}: {one.told}" for one in check_plain_entry(read_entry(text), text, "e")] == [f"9: {TOLD}"]
    secret = read_entry(invented_entries.SECRET_TEXT)
    assert [str(one) for one in advise_on_entry(secret, invented_entries.SECRET_TEXT, "e.yaml")] == [
        "e.yaml:7: Les mots simples de accueil-discret manquent dans une langue (nl) : ajoutez-les."
    ]


def told_by(part: str, **fields: object) -> Module:
    return replace(module(), cards=(Card("Une carte", f"Lisez.\n\n{part}"), Card("Deux", "À lire.")), **fields)  # type: ignore[arg-type]


def test_a_plain_part_that_is_too_long_empty_or_under_another_heading_is_told() -> None:
    checked = told_by("### Pour la personne\n\nAppelez **Actiris**.\n\n- Vos papiers")
    assert said(check_plain_cards, checked) == said(advise_on_headings, checked) == []
    (line,) = said(check_plain_cards, told_by(f"### Pour la personne\n\nAppelez.\n\n{LONG}."))
    assert line == f"19: {TOLD}"
    (line,) = said(check_plain_cards, told_by("### Pour la personne"))
    assert line.startswith("15: « Pour la personne » est vide : écrivez ce que la carte dit")
    (line,) = said(advise_on_headings, told_by("### Voor de persoon\n\nBel."))
    assert line.startswith("15: ") and line.endswith(": écrivez « ### Pour la personne ».")


def test_a_part_that_a_translation_lacks_is_advised_on() -> None:
    original = told_by("### Pour la personne\n\nAppelez.")
    for cards, lines in [(("Lees.", "Lees."), [11]), (("Lees.\n\n### Voor de persoon\n\nBel.", "Lees."), [])]:
        translation = in_dutch(original, cards=tuple(Card(f"Kaart {one}", body) for one, body in enumerate(cards)))
        draft = CheckedText(translation, write_module(translation), "m.nl.md")
        assert [one.line for one in advise_on_translation(draft, original)] == lines
