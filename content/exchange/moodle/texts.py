"""The texts of Moodle XML as Markdown, with the files that lie beside them."""

from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from urllib.parse import quote
from xml.etree.ElementTree import Element, tostring
from xml.sax.saxutils import escape

from content.exchange.losses import Unreadable
from content.exchange.prose import BLANK, HtmlTooMuch, Prose, from_html, from_plain
from content.fields import INVISIBLE
from content.pictures.file import format_of, hash_of
from content.pictures.naming import SCHEME
from content.problems import N_

PLACE = "@@PLUGINFILE@@"
"""What stands in a text for wherever Moodle keeps its files."""
HTML, AUTO = "html", "moodle_auto_format"
"""What a text has that names no format, and what it had before it could."""
UNMARKED = frozenset({"markdown", "plain_text"})
"""The formats in which an entity is but its signs."""
UNDESCRIBED = N_("Une image est venue sans description : écrivez-la entre les crochets.")


class MoodleTexts:
    """Reads the texts of one question; `lost` and `files` name what of them does not come along."""

    def __init__(self, pictures: dict[str, bytes]) -> None:
        self.pictures = pictures
        self.lost: dict[str, None] = {}
        self.files: dict[str, None] = {}
        self.format = AUTO

    def stem(self, element: Element | None) -> str:
        """Return the text that asks; its format is that of all the others that name none. Raises Unreadable."""
        if element is not None:
            self.format = element.get("format", HTML)
        return self.markdown(element)

    def markdown(self, element: Element | None) -> str:
        """Return the text of an element; empty where there is none. Raises Unreadable."""
        if element is None:
            return ""
        places = dict(self._places(element))
        return self.formatted(said(element), element.get("format", self.format), places)

    def formatted(self, text: str, form: str, places: dict[str, str]) -> str:
        """Return a text of a format, with its pictures by their addresses there. Raises Unreadable."""
        match form.strip():
            case "markdown":
                for there, here in sorted(places.items(), reverse=True):
                    text = text.replace(f"({there})", f"({here})")
                return INVISIBLE.sub(" ", text)
            case "plain_text":
                prose = from_plain(text)
            case "moodle_auto_format":
                prose = _from_html(text.replace("\n", "<br>"), places)
            case _:
                prose = _from_html(text, places)
        self.lost |= dict.fromkeys(prose.lost)
        return prose.text.replace("\\_" * len(BLANK), BLANK)

    def picture(self, name: str, data: str) -> str:
        """Return the line that shows a picture, written as text; empty where it is none."""
        decoded = _decoded(data)
        if not format_of(decoded):
            self.files[name] = None
            return ""
        known = hash_of(decoded)
        self.pictures[known] = decoded
        return f"![]({SCHEME}{known})"

    def _places(self, element: Element) -> Iterator[tuple[str, str]]:
        """Yield the addresses of the pictures beside a text, each with the one that it gets."""
        for file in element.findall("file"):
            name, data = file.get("name", ""), _decoded("".join(file.itertext()))
            if not format_of(data):
                self.files[name] = None
                continue
            known = hash_of(data)
            self.pictures[known] = data
            for spelt in {name, quote(name)}:
                yield f"{PLACE}{file.get('path', '/')}{spelt}", f"{SCHEME}{known}"


def said(element: Element | None) -> str:
    """Return what the text of an element says, as it stands; some tools write its HTML as elements."""
    text = None if element is None else element.find("text")
    if text is None:
        return ""
    inner = [tostring(each, "unicode", method="html") for each in text]
    return ((escape(text.text or "") if inner else text.text or "") + "".join(inner)).strip()


def words_of(element: Element | None) -> str:
    """Return what the text of an element says, without any signs of HTML."""
    text = None if element is None else element.find("text")
    return "" if text is None else " ".join("".join(text.itertext()).split())


def _from_html(text: str, places: dict[str, str]) -> Prose:
    try:
        return from_html(text, places)
    except HtmlTooMuch as error:
        raise Unreadable(N_("Un texte de cette question est trop long : elle n'est pas reprise.")) from error


def _decoded(text: str) -> bytes:
    try:
        return b64decode("".join(text.split()), validate=True)
    except (Error, ValueError):
        return b""
