"""The pictures of a pack: on disk, in a zip and back without loss; whatever does not fit is said with its place."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import BrokenText
from content.exchange.archive import unpacked
from content.exchange.pack_package import read_package, write_package
from content.pack import Pack, read_pack
from content.pictures.picture_file import NOT_OURS, PictureFile
from content.pictures.picture_terms import PackPicture, PictureRights, PictureTerms
from content.text.module_reader import read_module
from content.text.module_writer import write_module
from tests.builders import small_pack
from tests.content.made_up import lines
from tests.drawings import picture
from tests.pictures import TERMS, showing

SHADES = [picture(colour=shade) for shade in range(4)]
terms = st.builds(
    PictureTerms, st.sampled_from([PictureRights.OWN, PictureRights.OFFICIAL]), lines, st.booleans(), st.just(False)
)


def with_pictures(*shown: PictureFile) -> Pack:
    """A pack one of whose modules shows these pictures."""
    return replace(small_pack(showing(*shown)), pictures={one.hash: PackPicture(TERMS, one) for one in shown})


def laid(folder: Path, pack: Pack) -> Path:
    """A pack on disk, as its zip unpacked."""
    for name, data in unpacked(write_package(pack), "paquet.zip").items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def problems(folder: Path) -> list[str]:
    with pytest.raises(BrokenText) as broken:
        read_pack(folder)
    return str(broken.value).splitlines()


@given(
    st.lists(st.sampled_from(SHADES), unique=True, max_size=4), st.lists(terms, min_size=4, max_size=4), st.booleans()
)
def test_pictures_go_out_and_come_in_with_the_texts_that_show_them(
    shown: list[PictureFile], told: list[PictureTerms], withdrawn: bool
) -> None:
    shows = showing(*shown)
    packed = {one.hash: PackPicture(said, one) for one, said in zip(shown, told, strict=False)}
    if withdrawn and shown:
        gone = packed[shown[0].hash]
        packed[shown[0].hash] = PackPicture(gone.terms._replace(withdrawn=True), None)
    pack = replace(small_pack(shows), pictures=packed)
    assert read_package(write_package(pack)) == pack
    assert read_module(write_module(shows)) == shows


def test_a_pack_on_disk_holds_its_pictures_by_their_hash(tmp_path: Path) -> None:
    pack = with_pictures(*SHADES)
    assert read_pack(laid(tmp_path, pack)) == pack
    assert sorted(path.name for path in (tmp_path / "pictures").iterdir()) == sorted(one.name for one in SHADES)


def test_every_misfit_is_said(tmp_path: Path) -> None:
    shown, changed, unlisted, lost = SHADES
    folder = laid(tmp_path, with_pictures(*SHADES))
    (folder / "pictures" / changed.name).write_bytes(picture(colour=9).data)
    (folder / "pictures" / lost.name).unlink()
    (folder / "pictures" / "lettre.svg").write_text("<svg/>")
    listed = folder / "pictures.yaml"
    listed.write_text(listed.read_text().replace(unlisted.hash, "0" * 32))
    text = next(folder.glob("modules/montrer.md"))
    text.write_text(text.read_text().replace(f"(picture:{shown.hash})", f"(picture:{'1' * 32})"))
    said = sorted(line.partition(": ")[2] for line in problems(folder))
    assert said == sorted(
        [
            f"Ces octets sont ceux de {picture(colour=9).name} : le fichier a changé, ou a été mal nommé. Renommez-le.",
            NOT_OURS,
            f"L'image {lost.hash} est dans la liste et n'est pas dans pictures/ : ajoutez son fichier.",
            f"L'image {'0' * 32} est dans la liste et n'est pas dans pictures/ : ajoutez son fichier.",
            f"L'image {unlisted.hash} n'est pas dans pictures.yaml : dites-y à qui elle est.",
            f"L'image {unlisted.hash} n'est pas dans le paquet : ajoutez-la, et dans pictures.yaml.",
            f"L'image {'1' * 32} n'est pas dans le paquet : ajoutez-la, et dans pictures.yaml.",
            f"Aucun texte ne montre l'image {shown.hash} : retirez-la du paquet.",
            f"Aucun texte ne montre l'image {'0' * 32} : retirez-la du paquet.",
        ]
    )


def test_what_is_withdrawn_needs_no_file(tmp_path: Path) -> None:
    pack = with_pictures(SHADES[0])
    gone = replace(pack, pictures={SHADES[0].hash: PackPicture(TERMS._replace(withdrawn=True), None)})
    assert read_pack(laid(tmp_path, gone)) == gone


def test_what_is_withdrawn_has_no_file(tmp_path: Path) -> None:
    folder = laid(tmp_path, with_pictures(SHADES[0]))
    listed = folder / "pictures.yaml"
    listed.write_text(f"{listed.read_text()}    withdrawn: true\n")
    (said,) = problems(folder)
    assert said.endswith(f"L'image {SHADES[0].hash} a été retirée : ôtez son fichier de pictures/.")
