"""Losses in an exchange with another system: each a sentence of the catalogue with its values."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from content.errors import N_

T = TypeVar("T")

Told = tuple[str, dict[str, object]]
"""A sentence of the catalogue about what is lost, and its values."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What could not be carried over: a sentence of the catalogue, with the values that fill it.

    `of`: a question or an entry; what was not read has no name, and the line of the file where it begins stands for it.
    """

    of: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    line: int | None = None

    @property
    def told(self) -> str:
        """The sentence in French, filled."""
        return self.sentence % dict(self.values)


class PackedPicture(NamedTuple):
    """A picture as it goes along with a text: the name of its file, and its bytes."""

    name: str
    data: bytes


Pictures = Mapping[str, PackedPicture]
"""By their hashes."""
NO_PICTURES: Pictures = {}


@dataclass(frozen=True, slots=True)
class Exchanged(Generic[T]):
    """What was read or written, and what was lost on the way."""

    value: T
    losses: tuple[Loss, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """Pictures that came along, as they came, by the hash that the texts name them by."""
    credit: str = ""
    """Who made it, and under which licence, where the file says so."""


# -------------------------------------------------------------------------------------------- losses of several formats

CATEGORY_LOST = N_("La catégorie « %(category)s » n'est pas reprise : ici chaque question dit sa compétence.")
TAGS_LOST = N_("Les étiquettes (%(tags)s) ne sont pas reprises.")
DESCRIPTION_LOST = N_("Ce texte sans question n'est pas repris ; mettez-le dans une carte : %(text)s")
ESSAY_LOST = N_("Une question à rédiger ne se corrige pas seule, elle n'est pas reprise : %(text)s")
GENERAL_KEPT = N_("L'explication générale est ajoutée à celle de la première bonne réponse : relisez-la.")
HINT_LOST = N_("Un indice n'est pas repris : « %(text)s »")
UNPLACED = N_("Un texte qui n'explique aucune option n'est pas repris : « %(text)s »")
COMBINED_LOST = N_("Ce qui se dit d'une réponse juste, en partie juste ou fausse n'est pas repris : « %(texts)s »")
UNDESCRIBED = N_("Une image est venue sans description : écrivez-la entre les crochets.")
CASE_LOST = N_("Là-bas, majuscules et minuscules comptaient ; ici elles ne comptent pas.")
NO_KEY = N_("Le fichier ne dit pas quelle option est juste : cochez-la.")
SPLIT = N_("Un texte à %(count)s trous devient autant de questions, un trou chacune : relisez leurs énoncés.")

_NOT_PLAIN = N_("Ce qui n'est pas du texte simple n'est pas repris (%(elements)s).")
_FIXED = N_("Une option avait une place fixe : ici, elle change de place comme les autres.")
_RUBY = N_("La prononciation, en petit au-dessus d'un mot, est écrite à sa suite.")
_MARKED = N_("Le souligné, le barré et le surligné ne sont pas repris : leurs mots restent.")
_RAISED = N_("Un exposant ou un indice est écrit sur la ligne, comme le reste : relisez-le.")
_TABLE = N_("Un tableau, ou des cases réunies, sont écrits autrement : relisez-les.")
_PICTURE = N_("Une image du texte n'est pas reprise : sa description, s'il y en a une, en tient la place.")
_DRAWN = N_("Des nombres ou des mots étaient tirés au sort là-bas : l'énoncé ne les a plus, récrivez-le.")
_MEDIA = N_("Un son, une vidéo, un dessin ou une page d'ailleurs n'est pas repris.")
_FORMULA = N_("Une formule n'est pas reprise : récrivez-la.")
_LATEX = N_("Une formule écrite en LaTeX reste telle quelle : ici, elle ne se dessine pas.")
_LINK = N_("Un lien qui ne mène pas à une adresse du web n'est pas repris : ses mots restent.")
_TOLD = {
    "fixed": _FIXED,
    **dict.fromkeys(("ruby", "rb", "rt", "rp", "rtc"), _RUBY),
    **dict.fromkeys(("u", "ins", "s", "strike", "del", "mark", "big"), _MARKED),
    **dict.fromkeys(("sup", "sub"), _RAISED),
    **dict.fromkeys(("table", "colspan"), _TABLE),
    **dict.fromkeys(("img", "picture", "matimage"), _PICTURE),
    **dict.fromkeys(("audio", "video", "source", "track", "iframe", "object", "embed", "param", "applet"), _MEDIA),
    **dict.fromkeys(("svg", "canvas", "mataudio", "matvideo", "matapplet", "matapplication"), _MEDIA),
    **dict.fromkeys(("math", "annotation", "semantics"), _FORMULA),
    **dict.fromkeys(("templatedeclaration", "templateprocessing", "printedvariable"), _DRAWN),
    "latex": _LATEX,
    "href": _LINK,
}
"""What is said of elements and attributes whose names, in small letters, mean nothing to trainers."""


def left_out(lost: Iterable[str]) -> Iterator[Told]:
    """Yield what is to be said of the elements that Markdown could not keep, each sentence with its values."""
    told = {name: _TOLD.get(name.lower()) for name in lost}
    if unexplained := [name for name, sentence in told.items() if sentence is None]:
        yield _NOT_PLAIN, {"elements": ", ".join(unexplained)}
    yield from ((sentence, {}) for sentence in dict.fromkeys(told.values()) if sentence)
