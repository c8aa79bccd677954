"""On what terms a picture may be shown: whose it is, and whether whoever can be recognised in it has agreed."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from content.fields import read_fields
from content.pictures.naming import HASH
from content.problems import N_
from content.yaml_lines import quoted

LONGEST_CREDIT = 200


class PictureRights(StrEnum):
    """By what right the house shows a picture."""

    OWN = "own"
    """Whoever brings it has made it."""
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
    """What is said of a picture by whoever brings it."""

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
