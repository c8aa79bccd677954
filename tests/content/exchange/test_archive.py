"""Zip files from anywhere: read whole, or refused with a sentence; never unpacked beyond what they announce."""

import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import BrokenText
from content.exchange import archive
from content.exchange.archive import packed, unpacked
from tests.content.exchange.hostile import Member, encrypted, link, of_another_size, said_of, zipped

names = st.text("abc-.", min_size=1, max_size=8).filter(lambda name: name != "..")


@given(st.dictionaries(names, st.binary(max_size=50).map(lambda data: b"x" + data), max_size=4))
def test_what_is_packed_is_unpacked_whatever_the_order(members: dict[str, bytes]) -> None:
    assert unpacked(packed(members), "a.zip") == members
    assert packed(dict(reversed(members.items()))) == packed(members)


def test_everything_wrong_is_said_at_once_and_folders_are_left_out() -> None:
    assert unpacked(zipped([("modules/", b""), ("modules/a.md", b"a")]), "a.zip") == {"modules/a.md": b"a"}
    assert len(said_of(unpacked, zipped([("/a", b""), link("b", "c"), ("../d", b"")]), "a.zip")) == 3


def test_what_no_honest_package_needs_is_refused() -> None:
    for members, said in [
        ([("../a.md", b"")], "../a.md sort du paquet"),
        ([("modules/../../a.md", b"")], "modules/../../a.md sort du paquet"),
        *(([("/etc/passwd", b"")], "/etc/passwd sort du paquet"), ([("C:a.md", b"")], "C:a.md sort du paquet")),
        *(([("..\\a.md", b"")], "..\\a.md sort du paquet"), ([link("a.md", "/etc/passwd")], "a.md est un lien")),
        ([("a\x07.md", b"")], "Le nom a?.md contient un caractère invisible"),
        ([("inner.zip", zipped([("a.md", b"")]))], "inner.zip est un paquet dans le paquet"),
        ([("innocent.md", zipped([]))], "innocent.md est un paquet dans le paquet"),
        ([("a.md", bytes(3_000_000))], "a.md grandit démesurément"),
        ([("a.md", bytes(archive.LARGEST_MEMBER + 1))], "a.md dépasse 4 Mo"),
        ([(f"{number}", b"") for number in range(archive.MOST_MEMBERS + 1)], "Ce paquet a plus de 1000 fichiers"),
    ]:
        assert said_of(unpacked, zipped(members), "a.zip")[0].startswith(said)


LITTER = {
    "__MACOSX/._a.xml": b"\0\5\x16\7 Mac OS X",
    "__MACOSX/items/._b.xml": b"\0\5\x16\7 Mac OS X",
    "items/._b.xml": b"\0\5\x16\7 Mac OS X",
    "__MACOSX/inner": zipped([("a.md", b"")]),
    ".DS_Store": b"\0\0\0\1Bud1",
    "items/.DS_Store": b"\0\0\0\1Bud1",
}
"""What macOS puts beside the files of a zip that it makes."""


def test_what_macos_adds_to_a_zip_is_as_if_it_were_not_there() -> None:
    members = {"a.xml": b"<a/>", "items/b.xml": b"<b/>", "items/__MACOSX.xml": b"<c/>", "DS_Store": b"d"}
    assert unpacked(packed({**members, **LITTER}), "a.zip") == members
    many: list[Member] = [(f"{number}", b"x") for number in range(archive.MOST_MEMBERS)]
    also: list[Member] = [(f"__MACOSX/._{number}", b"x") for number in range(archive.MOST_MEMBERS)]
    assert len(unpacked(zipped([*many, *also]), "a.zip")) == archive.MOST_MEMBERS


def test_a_name_that_macos_gives_covers_no_harm() -> None:
    for member, said in [
        (("__MACOSX/../../._a.md", b""), "__MACOSX/../../._a.md sort du paquet"),
        (("../.DS_Store", b""), "../.DS_Store sort du paquet"),
        (link("__MACOSX/._a.md", "/etc/passwd"), "__MACOSX/._a.md est un lien"),
        (("__MACOSX/._a\x07.md", b""), "Le nom __MACOSX/._a?.md contient un caractère invisible"),
        (("__MACOSX/._a.md", bytes(3_000_000)), "__MACOSX/._a.md grandit démesurément"),
        ((".DS_Store", bytes(archive.LARGEST_MEMBER + 1)), ".DS_Store dépasse 4 Mo"),
    ]:
        assert said_of(unpacked, zipped([("a.md", b"a"), member]), "a.zip")[0].startswith(said)


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning:zipfile")
def test_a_name_that_comes_twice_is_refused() -> None:
    said = said_of(unpacked, zipped([("a.md", b"one"), ("a.md", b"two")]), "a.zip")
    assert said == ["a.md figure deux fois dans le paquet : gardez-en un."]


def test_a_password_and_a_rare_compression_are_refused() -> None:
    said = said_of(unpacked, encrypted(zipped([("a.md", b"a")])), "a.zip")
    assert said == ["a.md est protégé par un mot de passe : refaites le paquet sans mot de passe."]
    said = said_of(unpacked, zipped([("a.md", b"a")], zipfile.ZIP_LZMA), "a.zip")
    assert said == ["a.md est compressé d'une manière rare : refaites le paquet en zip ordinaire."]


def test_members_that_are_too_much_together_are_refused() -> None:
    each = archive.LARGEST_MEMBER
    members: list[Member] = [(f"{number}.md", bytes(each)) for number in range(2 * archive.MOST_BYTES // each + 1)]
    said = said_of(unpacked, zipped(members, zipfile.ZIP_STORED)[: archive.MOST_BYTES], "a.zip")
    assert said == ["Ce paquet ne peut pas être ouvert : ce n'est pas un zip, ou il est abîmé. Refaites-le."]
    said = said_of(unpacked, zipped(members), "a.zip")
    assert "Ce paquet, déplié, dépasse 16 Mo : partagez-le en plusieurs." in said


def test_a_package_that_is_too_large_is_not_even_opened() -> None:
    said = said_of(unpacked, bytes(archive.MOST_BYTES + 1), "a.zip")
    assert said == ["Ce paquet dépasse 8 Mo : partagez-le en plusieurs."]


def test_a_bomb_that_announces_a_small_size_is_unpacked_no_further() -> None:
    bomb = of_another_size(zipped([("a.md", bytes(50_000_000))]), 10)
    tracemalloc.start()
    said = said_of(unpacked, bomb, "a.zip")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert said == ["Ce paquet ne peut pas être ouvert : ce n'est pas un zip, ou il est abîmé. Refaites-le."]
    assert peak < 1_000_000


sound = packed({"skills.yaml": b"version: 1\n" * 9, "modules/a.md": b"# a\n" * 9})


@given(st.lists(st.tuples(st.integers(0, len(sound) - 1), st.integers(0, 255)), max_size=6), st.integers(0, len(sound)))
def test_a_damaged_package_is_refused_or_read(changes: list[tuple[int, int]], stop: int) -> None:
    damaged = bytearray(sound)
    for place, value in changes:
        damaged[place] = value
    for data in (bytes(damaged), bytes(damaged[:stop])):
        try:
            unpacked(data, "a.zip")
        except BrokenText as broken:
            assert str(broken)
