"""What a public page says of the one who keeps it: one value, and what may not stand in it."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from content.directory.entry import WRITTEN_IN
from content.errors import N_, Refused
from content.strings.late_patterns import LatePattern
from content.strings.words import is_of_web
from models.ground.limits import is_of_mail
from models.tables.public_pages import PageKind

LONGEST_TITLE, LONGEST_WAY, LONGEST_FORM = 80, 160, 300
"""Letters."""
MOST_CHOSEN = 8
"""Topics, and entries."""
WAYS = ("telephone", "counter", "post", "mail", "form")

_INITIALS = LatePattern(r"(?:[^\W\d_]\.?[ -]?){1,3}")
"""One to three; `Anna` is a name and `A.` is not."""
_FORM = LatePattern(r"https://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:[/?][A-Za-z0-9._~!$&'()*+,;=:@%/?#-]*)?")
"""RFC 3986, of ASCII alone: no letter of another script can pass for one of the house's name."""
_IN_HEADERS = frozenset("?&=%#")
"""What a mail address may hold, and what in a `mailto:` would begin headers of the mail (RFC 6068)."""


@dataclass(frozen=True, slots=True)
class PageText:
    """What a team or a counsellor has written and chosen; the rest of a page is what is in force on the day."""

    title: str
    language: str = WRITTEN_IN[0]
    telephone: str = ""
    counter: str = ""
    post: str = ""
    mail: str = ""
    form: str = ""
    """Where the house's own form is."""
    topics: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """By which the one who decides says what she has read."""
        return hashlib.sha256(json.dumps(kept(self), sort_keys=True).encode()).hexdigest()[:32]


def kept(text: PageText) -> dict[str, Any]:
    """Return a text as its column holds it."""
    return dataclasses.asdict(text) | {"topics": list(text.topics), "entries": list(text.entries)}


def read(column: Mapping[str, Any]) -> PageText:
    """Return the text that a column holds."""
    names = {one.name for one in dataclasses.fields(PageText)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in column.items() if name in names
    }
    return PageText(**values)


def checked(kind: PageKind, text: PageText) -> PageText:
    """Return a text in single lines; raises Refused."""
    lines = {name: " ".join(getattr(text, name).split()) for name in ("title", *WAYS)}
    text = dataclasses.replace(text, **lines, topics=_once(text.topics), entries=_once(text.entries))
    _check_title(kind, text.title)
    if text.language not in WRITTEN_IN:
        raise Refused(N_("Une page s'écrit en français ou en néerlandais."))
    _check_ways(text)
    if max(len(text.topics), len(text.entries)) > MOST_CHOSEN:
        raise Refused(N_("Huit sujets et huit entrées au plus : décochez-en."))
    return text


def _once(chosen: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(chosen)))


def _check_title(kind: PageKind, title: str) -> None:
    if kind is PageKind.COUNSELLOR:
        signs = sum(one.isalpha() or one == "." for one in title)
        if not (_INITIALS.fullmatch(title) and title.isupper() and signs <= 5):
            raise Refused(
                N_("D'une personne, seules les initiales : trois au plus, cinq lettres et points, comme « C. L. ».")
            )
    # Marks of direction and of no breadth make a name of ours look like another's: they are not printable.
    elif not (0 < len(title) <= LONGEST_TITLE and title.isprintable()):
        raise Refused(N_("Le nom d'une équipe tient en une ligne de quatre-vingts caractères."))


def _check_ways(text: PageText) -> None:
    for way in (text.telephone, text.counter, text.post):
        if len(way) > LONGEST_WAY or not way.isprintable():
            raise Refused(
                N_("Le téléphone, le guichet et le courrier tiennent chacun en une ligne de cent soixante caractères.")
            )
    if text.mail and not (
        len(text.mail) <= LONGEST_WAY and is_of_mail(text.mail) and _IN_HEADERS.isdisjoint(text.mail)
    ):
        raise Refused(N_("Le courriel est une seule adresse, sans rien d'autre, comme « accueil@maison.be »."))
    if text.form and not (len(text.form) <= LONGEST_FORM and _FORM.fullmatch(text.form) and is_of_web(text.form)):
        raise Refused(N_("Le formulaire est à une adresse qui commence par https://, sans accents ni espaces."))
