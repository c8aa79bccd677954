"""On what terms a picture may be shown: whose it is, and whether whoever can be recognised in it has agreed."""

from enum import StrEnum
from typing import NamedTuple

from content.problems import N_

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
