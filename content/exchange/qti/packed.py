"""The pictures of a QTI package: those that an item shows come along, all other files are left."""

from posixpath import dirname, join, normpath
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from content.exchange.prose import SHOWN
from content.pictures.file import format_of, hash_of
from content.pictures.naming import SCHEME


class PackedFiles:
    """The files of a package that are no XML; `left` names those that nothing shows, `pictures` are the others."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files, self.left = files, set(files)
        self.pictures: dict[str, bytes] = {}

    def show(self, root: Element, place: str) -> None:
        """Name, in an XML file of the package that lies at a place, the pictures that it shows."""
        for each in [*root.iter("img"), *root.iter("object")]:
            address = each.get("src" if each.tag == "img" else "data", "")
            name = normpath(join(dirname(place), unquote(address)))
            if address and format_of(data := self.files.get(name, b"")):
                known = hash_of(data)
                self.pictures[known] = data
                self.left.discard(name)
                self._become_picture(each, f"{SCHEME}{known}")

    def _become_picture(self, element: Element, known: str) -> None:
        """Make a picture of an element; what an object says beside it describes it."""
        described = element.get("alt") or " ".join("".join(element.itertext()).split())
        after = element.tail
        element.clear()
        element.tag, element.tail = "img", after
        element.set("alt", described)
        element.set(SHOWN, known)
