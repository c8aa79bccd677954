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
                # What an object says beside the picture describes it.
                described = each.get("alt") or " ".join("".join(each.itertext()).split())
                after = each.tail
                each.clear()
                each.tag, each.tail = "img", after
                each.set("alt", described)
                each.set(SHOWN, f"{SCHEME}{known}")
