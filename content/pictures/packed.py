"""The pictures of a pack: files named by their hash, beside the list that says on what terms each may be shown."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from content.pictures.file import ENDINGS, PictureFile, look_at
from content.pictures.naming import named_in
from content.pictures.terms import PICTURES, PictureTerms, read_terms, write_terms
from content.problems import N_, BrokenText, Problem
from content.skills import line_of

FOLDER = "pictures/"
MEMBER = rf"{FOLDER}[^/]+\.(?:{'|'.join(ENDINGS.values())})"
"""What the file of a picture is called in a pack."""


class PackPicture(NamedTuple):
    """A picture of a pack: its terms, and its bytes unless it was withdrawn."""

    terms: PictureTerms
    file: PictureFile | None


class PictureSources(NamedTuple):
    """The pictures of a pack as they lie there: the text of the list, and bytes by file, `pictures/<hash>.png`."""

    listed: str = ""
    files: Mapping[str, bytes] = {}


def read_pictures(
    sources: PictureSources, texts: Mapping[str, str]
) -> tuple[dict[str, PackPicture], tuple[Problem, ...]]:
    """Return the pictures of a pack by hash, and what is to be mended in them beside the texts that show them."""
    problems: list[Problem] = []
    terms: dict[str, PictureTerms] = {}
    try:
        terms = read_terms(sources.listed) if sources.listed else {}
    except BrokenText as broken:
        problems += broken.problems
    files: dict[str, PictureFile] = {}
    for file, data in sources.files.items():
        try:
            found = files[PurePosixPath(file).stem] = look_at(data, file)
            if PurePosixPath(file).name != found.name:
                sentence = N_(
                    "Ces octets sont ceux de %(name)s : le fichier a changé, ou a été mal nommé. Renommez-le."
                )
                problems.append(Problem(file, 1, sentence, {"name": found.name}))
        except BrokenText as broken:
            problems += broken.problems
    problems += _misfits(sources.listed, terms, files, texts)
    return {name: PackPicture(said, files.get(name)) for name, said in terms.items()}, tuple(problems)


def picture_members(pictures: Mapping[str, PackPicture]) -> dict[str, bytes]:
    """Return the files of a pack's pictures, and the list of them; nothing where there is none."""
    listed = write_terms({name: one.terms for name, one in pictures.items()})
    files = {f"{FOLDER}{one.file.name}": one.file.data for one in pictures.values() if one.file}
    return {**files, **({PICTURES: listed.encode()} if listed else {})}


def _misfits(
    listed: str, terms: Mapping[str, PictureTerms], files: Mapping[str, PictureFile], texts: Mapping[str, str]
) -> Iterator[Problem]:
    shown = {name for text in texts.values() for name in named_in(text)}
    for name in sorted(terms):
        if name not in files and not terms[name].withdrawn:
            sentence = N_("L'image %(hash)s est dans la liste et n'est pas dans pictures/ : ajoutez son fichier.")
            yield Problem(PICTURES, line_of(listed, name), sentence, {"hash": name})
        if name in files and terms[name].withdrawn:
            sentence = N_("L'image %(hash)s a été retirée : ôtez son fichier de pictures/.")
            yield Problem(PICTURES, line_of(listed, name), sentence, {"hash": name})
        if name not in shown:
            sentence = N_("Aucun texte ne montre l'image %(hash)s : retirez-la du paquet.")
            yield Problem(PICTURES, line_of(listed, name), sentence, {"hash": name})
    for name in sorted(files.keys() - terms.keys()):
        sentence = N_("L'image %(hash)s n'est pas dans pictures.yaml : dites-y à qui elle est.")
        yield Problem(PICTURES, 1, sentence, {"hash": name})
    for file, text in sorted(texts.items()):
        for name in set(named_in(text)) - terms.keys():
            sentence = N_("L'image %(hash)s n'est pas dans le paquet : ajoutez-la, et dans pictures.yaml.")
            yield Problem(file, line_of(text, name), sentence, {"hash": name})
