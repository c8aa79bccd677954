"""A pack as a zip: out and in without loss, and everything to mend said at once."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from content.exchange.archive import packed, unpacked
from content.exchange.pack_package import read_package, write_package
from content.pack import Pack
from content.text.grammar import LARGEST_TEXT
from content.text.module_writer import write_module
from tests.builders import RULES, SKILLS, module, small_pack
from tests.content.exchange.hostile import said_of
from tests.content.exchange.test_archive import LITTER
from tests.content.made_up import lines, prose
from tests.programmes import pack_with_programmes

CORRECTIONS = "corrections:\n  - {document: cadre, from: 0123456789abcdef, change: wording}\n"
MEMBERS = unpacked(write_package(small_pack()), "paquet.zip")


@given(lines, prose(("## ", "# ")), st.permutations(["ecouter", "reformuler", "cadre"]))
def test_a_pack_goes_out_and_comes_in_as_it_was(title: str, to_try: str, order: list[str]) -> None:
    skills = {"ecouter": "listen.active", "reformuler": "listen.reflect", "cadre": "frame.role"}
    modules = [module(name, (skills[name],), title=title, to_try=to_try) for name in order]
    pack = Pack(SKILLS, RULES, {each.id: write_module(each) for each in modules})
    written = write_package(pack)
    assert read_package(written) == pack
    assert written == write_package(small_pack(*sorted(modules, key=lambda each: each.id)))


def test_topics_corrections_and_programmes_go_out_and_come_in_beside_the_rest() -> None:
    pack = replace(pack_with_programmes(), topics="topics: []\n", corrections=CORRECTIONS)
    assert read_package(write_package(pack)) == pack


def test_a_pack_that_macos_has_zipped_comes_in() -> None:
    assert read_package(packed({**MEMBERS, **LITTER})) == small_pack()


def test_what_is_missing_strange_too_long_or_not_utf8_is_said_at_once() -> None:
    members = {
        "modules/accents.md": "é".encode("latin-1"),
        "modules/long.md": str(list(range(LARGEST_TEXT // 5))).encode(),
        "modules/a/b.md": b"a",
        "macro.js": b"alert(1)",
        "rules.yaml": RULES.encode(),
    }
    assert said_of(read_package, packed(members)) == [
        "Il manque skills.yaml tout en haut du paquet : ajoutez-le, hors de tout dossier.",
        "macro.js n'a pas sa place ici : un paquet tient skills.yaml, rules.yaml, topics.yaml, "
        "programmes.yaml, corrections.yaml, pictures.yaml, modules/*.md, directory/*.yaml et pictures/*.png ou .jpg. "
        "Retirez-le.",
        "modules/a/b.md n'a pas sa place ici : un paquet tient skills.yaml, rules.yaml, topics.yaml, "
        "programmes.yaml, corrections.yaml, pictures.yaml, modules/*.md, directory/*.yaml et pictures/*.png ou .jpg. "
        "Retirez-le.",
        "Ce fichier n'est pas en UTF-8 : enregistrez-le ainsi.",
        "Ce texte dépasse 500 Ko : partagez-le en plusieurs modules.",
    ]


def test_the_texts_are_held_against_each_other_as_on_disk() -> None:
    said = said_of(read_package, packed({**MEMBERS, "skills.yaml": SKILLS.replace("role", "x").encode()}))
    assert said == ["La compétence frame.role n'est pas dans la carte des compétences : corrigez l'identifiant."]
