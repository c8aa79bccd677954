"""An entry as text: read, written, and every mistake said with its line."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.directory.entry import PACK_SERVICE, DirectoryEntry, EntryBlank, EntryFactKind
from content.directory.reading import LARGEST_ENTRY, read_entry
from content.directory.text import fact_fingerprint, write_entry
from content.problems import BrokenText
from content.readings import Reading, ReadingManner
from content.text.grammar import BAD_ID
from models.freshness import ANY, HALF_LIVES, STRICT
from tests.builders import TOO_LONG
from tests.content.made_up_entries import entries, secret_entries
from tests.entries import SECRET_TEXT, TEXT


def problems(text: str) -> list[str]:
    with pytest.raises(BrokenText) as broken:
        read_entry(text, "e.yaml")
    return [str(problem).removeprefix("e.yaml:") for problem in broken.value.problems]


@given(entries() | secret_entries())
def test_an_entry_comes_back_from_its_text_unchanged(entry: DirectoryEntry) -> None:
    assert read_entry(write_entry(entry)) == entry


def test_a_text_as_we_write_it_comes_back_from_its_entry_unchanged() -> None:
    for text in [TEXT, SECRET_TEXT]:
        assert write_entry(read_entry(text)) == text


def test_every_fact_says_where_when_and_by_which_service_it_was_read() -> None:
    entry = read_entry(TEXT)
    assert [fact.kind for fact in entry.all_facts if fact.source is None] == [EntryFactKind.DELAY]
    assert {fact.source.service for fact in entry.all_facts if fact.source} == {"Service emploi"}
    assert [fact.blank for fact in entry.all_facts if fact.blank] == [EntryBlank.UNREAD, EntryBlank.HOUSE]


def test_a_reading_says_its_manner_its_copy_and_its_page_in_this_order_and_only_where_they_are_known() -> None:
    whole = TEXT.replace("2026-11-24, by", "2026-11-24, manner: copy, copied: 2025-03-01, page: 2017-06, by", 1)
    (source,) = {fact.source for fact in read_entry(whole).organisation.facts}
    assert source
    assert source.reading == Reading(date(2026, 11, 24), ReadingManner.COPY, date(2025, 3, 1), "2017-06")
    assert write_entry(read_entry(whole)) == whole
    assert [word for word in ("manner", "copied", "page") if word in TEXT] == []


def test_a_fact_of_before_manners_keeps_its_fingerprint_and_one_that_says_its_own_has_another() -> None:
    (name,) = read_entry(TEXT).organisation.facts
    assert fact_fingerprint(name) == "5a07d4fc13076256"
    (copied,) = read_entry(TEXT.replace("2026-11-24, by", "2026-11-24, manner: copy, by", 1)).organisation.facts
    assert fact_fingerprint(copied) != fact_fingerprint(name)


def test_what_the_pack_published_before_it_said_so_was_read_on_an_undated_copy() -> None:
    """Its authors could read no page of the day: docs/decisions/0048."""
    shipped = read_entry(TEXT.replace('"Service emploi"', f'"{PACK_SERVICE}"', 1)).organisation.facts[0].source
    assert shipped and shipped.manner is None
    assert shipped.reading.is_undated
    told = replace(shipped, manner=ReadingManner.LIVE)
    assert not told.reading.is_undated


def test_each_kind_of_fact_that_freshness_knows_can_be_written() -> None:
    """« emergency » is no kind of fact: it holds for every fact of an entry."""
    kinds = {str(kind) for kind in EntryFactKind}
    assert kinds >= (HALF_LIVES.keys() | STRICT) - {ANY, "emergency"}
    assert kinds - HALF_LIVES.keys() - STRICT == {"hours", "delay", "duration"}


READ = '    read: {at: "https://example.org/ecoute", on: 2026-11-24, by: "Service emploi"}\n'


def line_of(fragment: str, text: str = TEXT, nth: int = 1) -> int:
    found = [number for number, line in enumerate(text.splitlines(), 1) if fragment in line]
    return found[nth - 1]


def test_a_mistake_is_said_at_its_line_with_what_to_do() -> None:
    for old, new, at, said in [
        (
            *("id: ecoute-chomage", "id: Écoute", "id: ecoute"),
            "« id » s'écrit en minuscules sans accent, avec des tirets, en 120 caractères au plus.",
        ),
        ("id: ecoute-chomage", f"id: {TOO_LONG}", "id: ", BAD_ID % {"field": "id"}),
        ("topics: [sante]", f"topics: [{TOO_LONG}]", "topics:", "« topics » est une liste d'identifiants"),
        ("kind: service", "kind: place", "kind: service", "« place » n'est pas un code de « kind »"),
        ("kind: service", "kind: measure", "id: ecoute", "Une mesure repose sur une règle : nommez-la dans « rules »."),
        ("topics: [sante]", "topics: [Santé]", "topics:", "« topics » est une liste d'identifiants"),
        ("type: accompagnement", "type: aide", "type:", "« aide » n'est pas un code de « type »"),
        ("[sante--sante-mentale]", "[sante--autre]", "thematiques:", "« sante--autre » ne s'écrit pas ainsi"),
        ("publics: [tous-publics]", "publics: [tous-publics, femmes]", "publics:", "« tous-publics » ne va avec"),
        ("publics: [tous-publics]", "publics: [voisins]", "publics:", "« voisins » n'est pas un code de « publics »"),
        ('telephone: "02', 'phone: "02', "telephone:", "« phone » n'est pas un champ connu ici"),
        ('telephone: "02', 'latitude: "50.8"\n    telephone: "02', "telephone:", "Aucune coordonnée n'est gardée"),
        ("on: 2026-11-24", "on: hier", "https://example.org/", "« on » doit être une date"),
        ('by: "Service emploi"', 'by: "Mme Dupont"', "https://example.org/", "« by » nomme le service qui a lu"),
        ('by: "Service emploi"', 'by: "anne@example.org"', "https://example.org/", "« by » nomme le service"),
        ('at: "https://example.org/"', 'at: "javascript:1"', "https://example.org/", "« javascript:1 » ne s'écrit pas"),
        ("24, by", "24, manner: fax, by", "https://example.org/", "« fax » n'est pas une manière de lire"),
        ("24, by", "24, copied: 2025-03-01, by", "https://example.org/", "dites « manner: copy »"),
        ("24, by", "24, page: 2027, by", "https://example.org/", "La page ne peut pas dater d'après la lecture"),
        (READ, "", "kind: name", "Il manque « read » : où ce fait est lu"),
        ("    blank: house\n", "", "kind: delay", "Il manque « read »"),
        ('    fr: "Délai constaté par votre service :"\n', READ, "blank: house", "Ce que la maison écrit à la main"),
        ('      fr: "Maison du quartier"\n      nl: "Buurthuis"\n', "", "facts:", "Aucun fait ne dit le nom"),
        ('fr: "Maison du quartier"', 'fr: "  "', "Maison", "« fr » est vide ou contient un caractère invisible"),
        ('fr: "Maison du quartier"', 'fr: "M"', "Maison", "« fr » a de 3 à 150 caractères"),
        ("plain:\n", "plain: {}\nplein:\n", "plain:", "« plain » est vide : écrivez fr et nl, ou retirez-le."),
        ('nl: "Bent u', 'en: "Bent u', "Bent u", "« en » n'est pas un champ connu ici"),
        ('nl: "Bent u uw job kwijt? U kunt hier praten."', 'nl: ""', "nl:", "« nl » est vide"),
        ("organisation:\n", "organisations:\n", "organisation:", "« organisations » n'est pas un champ connu ici"),
    ]:
        assert old in TEXT
        found = problems(TEXT.replace(old, new, 1))
        assert [one for one in found if said in one] != []
        wanted = line_of(at, nth=2 if (old, at) == (READ, "kind: name") else 1)
        assert min(abs(int(one.partition(":")[0]) - wanted) for one in found if said in one) <= 1


def test_a_text_without_bound_is_refused_before_it_is_read() -> None:
    assert problems("x" * (LARGEST_ENTRY + 1)) == [
        "1: Cette entrée est trop longue (plus de 300000 caractères) : gardez ce qui sert."
    ]


@given(st.text(max_size=300) | st.lists(st.sampled_from(TEXT.splitlines())).map("\n".join))
def test_whatever_is_typed_gives_an_entry_or_problems(text: str) -> None:
    try:
        assert read_entry(text).id
    except BrokenText as broken:
        assert all(problem.line >= 1 and problem.told for problem in broken.problems)
