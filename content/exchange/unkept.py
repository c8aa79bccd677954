"""What is said, in words that trainers use, of the elements of a text that Markdown has no sign for."""

from collections.abc import Iterable, Iterator

from content.exchange.losses import Told
from content.problems import N_

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
