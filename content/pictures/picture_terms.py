"""On what terms a picture may be shown, and the pictures of a pack beside the list that says so."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import PurePosixPath
from typing import NamedTuple

from content.errors import N_, BrokenText, Problem
from content.pictures.picture_file import ENDINGS, HASH, PictureFile, look_at, named_in
from content.schema.yaml_fields import quoted, read_fields
from content.skills import line_of

LONGEST_CREDIT = 200


class PictureRights(StrEnum):
    """By what right the house shows a picture."""

    OWN = "own"
    """The person who brings it has made it."""
    HOUSE = "house"
    LICENSED = "licensed"
    OFFICIAL = "official"
    """An official act, as the form of an authority: nobody's (Belgian Code of economic law, XI.172 § 2)."""


RIGHTS_IN_WORDS = {
    PictureRights.OWN: N_("à moi : je l'ai faite"),
    PictureRights.HOUSE: N_("à la maison"),
    PictureRights.LICENSED: N_("sous licence"),
    PictureRights.OFFICIAL: N_("un acte officiel"),
}


class PictureTerms(NamedTuple):
    """What is said of a picture by the one who brings it."""

    rights: PictureRights
    credit: str = ""
    """Which licence, and whose picture it is: shown under it."""
    agreement: bool = False
    """Whether somebody can be recognised in it: then the house holds her written agreement."""
    withdrawn: bool = False
    """Whether it was withdrawn since: its bytes are gone."""

    @property
    def lacks_credit(self) -> bool:
        """Whether a licence is claimed that nobody names."""
        return self.rights is PictureRights.LICENSED and not self.credit.strip()


PICTURES = "pictures.yaml"


def read_terms(text: str, file: str = PICTURES) -> dict[str, PictureTerms]:
    """Read the terms of a pack's pictures by hash; BrokenText lists what is to be mended."""
    fields = read_fields(text, file)
    fields.expect("pictures")
    terms: dict[str, PictureTerms] = {}
    for entry in fields.entries("pictures"):
        entry.expect("hash", "rights", "credit", "agreement", "withdrawn")
        picture_hash, rights, credit = entry.text("hash"), entry.text("rights"), entry.optional("credit")
        if picture_hash and not HASH.fullmatch(picture_hash):
            entry.note("hash", N_("« hash » compte 32 chiffres hexadécimaux : ceux du nom du fichier."))
        if rights and rights not in set(PictureRights):
            entry.note("rights", N_("« rights » vaut own, house, licensed ou official."))
            rights = ""
        flags = entry.flag("agreement"), entry.flag("withdrawn")
        found = PictureTerms(PictureRights(rights or PictureRights.HOUSE), credit, *flags)
        if found.lacks_credit:
            entry.note("credit", N_("Dites dans « credit » quelle licence, et de qui est l'image."))
        if len(credit) > LONGEST_CREDIT:
            entry.note("credit", N_("« credit » compte %(most)s signes au plus."), most=LONGEST_CREDIT)
        if picture_hash in terms:
            entry.note("hash", N_("Cette image figure deux fois : gardez-en une."))
        terms[picture_hash] = found
    fields.raise_problems()
    return terms


def write_terms(terms: Mapping[str, PictureTerms]) -> str:
    """Return the canonical text of the list; empty where there is no picture."""
    if not terms:
        return ""
    return "\n".join(["pictures:", *(line for name in sorted(terms) for line in _lines(name, terms[name]))]) + "\n"


def _lines(picture_hash: str, terms: PictureTerms) -> Iterator[str]:
    # Quoted: a hash may be all figures, or read as one (YAML 1.2, 10.3.2).
    yield f'\n  - hash: "{picture_hash}"'
    yield f"    rights: {terms.rights}"
    if terms.credit:
        yield f"    credit: {quoted(terms.credit)}"
    if terms.agreement:
        yield "    agreement: true"
    if terms.withdrawn:
        yield "    withdrawn: true"


# ----------------------------------------------------------------------------------------------- the pictures of a pack


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
