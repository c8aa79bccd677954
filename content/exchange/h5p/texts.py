"""The texts and pictures of an H5P package, and what of a question does not come along."""

from collections.abc import Mapping
from typing import Any

from content.exchange.drafts import one_line
from content.exchange.losses import UNDESCRIBED, Told, left_out
from content.exchange.prose import from_html
from content.pictures.file import hash_of
from content.pictures.naming import SCHEME
from content.problems import N_

_NO_PICTURE = N_("Ce qui accompagne l'énoncé n'est pas une image : ce n'est pas repris.")


class H5PTexts:
    """Reads the texts of a package, and notes what of the question at hand does not come along."""

    def __init__(self, members: Mapping[str, bytes], language: str) -> None:
        self.members, self.language = members, language
        self.pictures: dict[str, bytes] = {}
        self._notes: list[Told] = []

    def notes(self) -> list[Told]:
        """Return what is lost of the question that was read last."""
        noted, self._notes = self._notes, []
        return noted

    def lose(self, sentence: str, **values: object) -> None:
        """Note something that is lost."""
        self._notes.append((sentence, values))

    def lose_text(self, sentence: str, html: object) -> None:
        """Note a text that is lost, where there is one."""
        if text := one_line(self.prose(html)):
            self.lose(sentence, text=text)

    def prose(self, html: object) -> str:
        """Return a text as Markdown; empty where there is none. Raises Refused."""
        prose = from_html(html if isinstance(html, str) else "")
        self._notes += left_out(prose.lost)
        return prose.text

    def together(self, params: dict[str, Any], name: str) -> str:
        """Return the picture of a question with the text of that name below it."""
        return "\n\n".join(filter(None, [self.picture(params.get("media")), self.prose(params.get(name))]))

    def picture(self, media: object) -> str:
        """Return the line that shows the picture of a question; empty where it has none."""
        kind = at(media, "type") or media
        if not (params := at(kind, "params")):
            return ""
        if not str(at(kind, "library") or "").startswith("H5P.Image"):
            self.lose(_NO_PICTURE)
            return ""
        return self.file(at(params, "file"), at(params, "alt"))

    def file(self, file: object, alt: object = "") -> str:
        """Return the line that shows a picture of the package, by where it lies; empty where there is none."""
        if not (path := at(file, "path")):
            return ""
        if not (data := self.members.get(f"content/{path}", b"")):
            self.lose(_NO_PICTURE)
            return ""
        known = hash_of(data)
        self.pictures[known] = data
        words = one_line(self.prose(alt))
        if not words:
            self.lose(UNDESCRIBED)
        return f"![{words}]({SCHEME}{known})"


def at(value: object, *path: str) -> Any:
    """Return what lies at a path of objects; None where there is nothing."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def objects(value: object) -> list[dict[str, Any]]:
    """Return the objects of a list; none where there is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
