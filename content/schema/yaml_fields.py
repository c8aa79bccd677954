"""The fields of a YAML text, each with its line, and words written so that YAML reads them back."""

import json
import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, TypeGuard

from content.errors import N_, BrokenText, Problem, refused
from content.strings.late_patterns import LatePattern
from content.text.grammar import BAD_ID, ID

if TYPE_CHECKING:
    from yaml import BaseLoader, MappingNode, Node, ScalarNode, SequenceNode

LANGUAGES = ("fr", "nl", "en")
DEEPEST = 20
"""Levels of nesting beyond which nobody has written a text by hand."""
INVISIBLE = LatePattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""Control characters, line breaks other than a line feed, halves of characters: what no text needs."""


def _is_scalar(node: Any) -> TypeGuard["ScalarNode"]:
    return node is not None and node.id == "scalar"


def _is_sequence(node: Any) -> TypeGuard["SequenceNode"]:
    return node is not None and node.id == "sequence"


def _is_mapping(node: Any) -> TypeGuard["MappingNode"]:
    return node is not None and node.id == "mapping"


class Fields:
    """One YAML mapping; what is missing or misshapen is noted for the whole text, not raised at once.

    Scalars are taken as written: `no` is the text "no", never a truth value.
    """

    def __init__(
        self, node: "MappingNode", file: str, first_line: int, problems: list[Problem], taken: set[str] | None = None
    ) -> None:
        self._file, self._first_line, self.problems = file, first_line, problems
        self._taken: set[str] = set() if taken is None else taken
        self._below: dict[str, list[Fields]] = {}
        self._line = node.start_mark.line + first_line
        self._nodes: dict[str, Node] = {}
        for key, value in node.value:
            field = key.value if _is_scalar(key) else "?"
            double, self._nodes[field] = field in self._nodes, value
            if double:
                self.note(field, "« %(field)s » figure deux fois : gardez-en un.")

    def __contains__(self, field: object) -> bool:
        return field in self._nodes

    def note(self, field: str, sentence: str, **values: object) -> None:
        """Note a problem at the line of a field, or of the mapping when the field is missing."""
        node = self._nodes.get(field)
        line = self._line if node is None else node.start_mark.line + self._first_line
        self.problems.append(Problem(self._file, line, sentence, {"field": field, **values}))

    def expect(self, *fields: str) -> None:
        """Note every field of another name: a mistyped name would silently lose its value."""
        for field in self._nodes:
            if field not in fields:
                self.note(field, "« %(field)s » n'est pas un champ connu ici : corrigez son nom ou retirez-le.")

    def raise_problems(self) -> None:
        """Raise BrokenText, from the top of the text down, when anything was noted here or in a nested mapping."""
        if self.problems:
            raise BrokenText(tuple(sorted(self.problems, key=lambda problem: problem.line)))

    def text(self, field: str) -> str:
        """Return a text that must be there."""
        if not (value := self.optional(field)):
            self.note(field, "Il manque « %(field)s » : ajoutez-le.")
        return value

    def optional(self, field: str) -> str:
        """Return a text, empty when it is not there."""
        node = self._nodes.get(field)
        if _is_scalar(node):
            return self._plain(field, node)
        if node is not None:
            self.note(field, "« %(field)s » doit être un texte simple.")
        return ""

    def verbatim(self, field: str) -> str:
        """Return a text as it is written, with its lines and the blanks at its ends; empty when it is not there."""
        node = self._nodes.get(field)
        if node is None:
            return ""
        text = str(node.value) if _is_scalar(node) else ""
        if INVISIBLE.search(text) or not text.strip():
            self.note(field, "« %(field)s » est vide ou contient un caractère invisible : réécrivez-le, ou retirez-le.")
        return text

    def _plain(self, field: str, node: "ScalarNode") -> str:
        text = str(node.value).strip()
        if "\n" in text or INVISIBLE.search(text):
            self.note(field, "« %(field)s » doit tenir sur une ligne, sans caractère invisible.")
        return text

    def whole(self, field: str) -> int:
        """Return a whole number from 1 to 999."""
        value = self.text(field)
        if value and not re.fullmatch("[1-9][0-9]{0,2}", value):
            self.note(field, "« %(field)s » doit être un nombre entier, de 1 à 999.")
            return 1
        return int(value or 1)

    def day(self, field: str) -> date | None:
        """Return a day written 2026-11-24; None when it is not there."""
        value = self.optional(field)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.note(field, "« %(field)s » doit être une date, écrite comme 2026-11-24.")
            return None

    def word(self, field: str) -> str:
        """Return what is written, empty where that is no text: to decide what else there is, not to be told of."""
        node = self._nodes.get(field)
        return str(node.value).strip() if _is_scalar(node) else ""

    def flag(self, field: str) -> bool:
        """Return whether `true` is written; false when it is not there."""
        value = self.optional(field)
        if value not in {"", "true", "false"}:
            self.note(field, "« %(field)s » vaut true ou false.")
        return value == "true"

    def texts(self, field: str) -> tuple[str, ...]:
        """Return a list of texts, empty when it is not there."""
        node = self._nodes.get(field)
        items = node.value if _is_sequence(node) else ()
        if node is not None and not (items == [] or items and all(map(_is_scalar, items))):
            self.note(field, "« %(field)s » doit être une liste, écrite comme [un, deux].")
            return ()
        return tuple(self._plain(field, item) for item in items)

    def names(self, field: str, needed: Sequence[str] = LANGUAGES) -> dict[str, str]:
        """Return a name by language, in each of those that are needed and in whichever else it is given."""
        node = self._nodes.get(field)
        names: dict[str, str] = {}
        if _is_mapping(node):
            self.entries(field)[0].expect(*LANGUAGES)
            names = {str(key.value): self._plain(field, value) for key, value in node.value if _is_scalar(value)}
        if missing := [language for language in needed if not names.get(language)]:
            self.note(field, "« %(field)s » manque en %(languages)s : ajoutez-le.", languages=", ".join(missing))
        return {
            language: names.get(language, "") for language in LANGUAGES if language in needed or names.get(language)
        }

    def own_id(self) -> str:
        """Return the id, which nothing else in the text has; it is taken from then on."""
        found = self.text("id")
        if found and not ID.fullmatch(found):
            self.note("id", BAD_ID)
        if found in self._taken:
            self.note("id", N_("L'identifiant %(id)s sert aussi ailleurs : choisissez-en un autre."), id=found)
        self._taken.add(found)
        return found

    def entries(self, field: str) -> "list[Fields]":
        """Return the mappings of a list, each with fields of its own, the same each time; none when it is not there."""
        if field not in self._below:
            node = self._nodes.get(field)
            items: Sequence[Node] = () if node is None else node.value if _is_sequence(node) else (node,)
            found = [item for item in items if _is_mapping(item)]
            for _ in range(len(items) - len(found)):
                self.note(field, "« %(field)s » doit être une liste de fiches, une par tiret.")
            self._below[field] = [
                Fields(item, self._file, self._first_line, self.problems, self._taken) for item in found
            ]
        return self._below[field]

    def single(self, field: str) -> "Fields | None":
        """Return the fields of a mapping that may be there once."""
        found = self.entries(field)
        if len(found) > 1:
            self.note(field, "« %(field)s » figure deux fois : gardez-en un.")
        return found[0] if found else None


class NotOurs(Exception):
    """What YAML may hold and a text of ours may not; the argument is the sentence that says so."""


@cache
def _loader() -> type["BaseLoader"]:
    """Return what composes the tree while it parses, for each of the two takes as long."""
    import yaml

    class Loader(yaml.BaseLoader):
        depth = 0

        def compose_node(self, parent: "Node | None", index: int) -> "Node | None":
            # Aliases can unfold a few lines into billions (CWE-776).
            if self.check_event(yaml.AliasEvent):
                raise NotOurs(N_("Les alias YAML (* et &) ne sont pas admis : recopiez le texte."))
            # PyYAML composes by recursion, and would exhaust Python's stack.
            self.depth += self.check_event(yaml.CollectionStartEvent)
            if self.depth > DEEPEST:
                raise NotOurs(N_("Ces champs s'emboîtent trop : écrivez-les plus simplement."))
            node = super().compose_node(parent, index)
            self.depth -= not isinstance(node, yaml.ScalarNode)
            return node

    return Loader


def compose(text: str) -> "Node | None":
    """Return the tree of a YAML text; raises NotOurs, yaml.YAMLError, and what PyYAML lets chr() and int() raise."""
    import yaml

    node: Node | None = yaml.compose(text, _loader())
    return node


def read_fields(text: str, file: str, first_line: int = 1) -> Fields:
    """Return the fields of the mapping at the top of a YAML text that starts at line `first_line` of its file.

    Aliases are refused: they let a small text grow without bound. Raises BrokenText.
    """
    import yaml

    try:
        node = compose(text)
    except NotOurs as odd:
        raise refused(file, odd.args[0], first_line) from None
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        sentence = N_("Ces champs ne se lisent pas (%(detail)s) : vérifiez deux-points, guillemets et retraits.")
        raise refused(file, sentence, line, detail=error.problem or "") from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # PyYAML lets chr() and int() speak for themselves
        raise refused(file, N_("Ces champs contiennent un caractère ou un nombre illisible."), first_line) from error
    if not _is_mapping(node):
        raise refused(file, N_("Ce texte doit commencer par des lignes « champ: valeur »."), first_line)
    return Fields(node, file, first_line, [])


# ----------------------------------------------------------------------- words as the canonical texts have them in YAML


_BARE = LatePattern("[A-Za-z0-9][A-Za-z0-9._-]*")
"""What needs no quotes anywhere in YAML: Fields takes scalars as they are written."""
_WORDS = LatePattern(r"[^\W_][\w.,'’()§%/-]*(?: [\w.,'’()§%/-]+)*|https?://[\w.,()%/?&=~+-]+")
"""What needs none outside of braces."""
_LINES = LatePattern(r"[^\s#][^\t\n\ufeff]*(?:\n+[^\t\n\ufeff]+)+")
"""Several lines that YAML gives back from a literal block as they are (YAML 1.2, 8.1.2)."""
_BREAK = LatePattern("[\n\x85\u2028\u2029]")  # YAML breaks lines at each of them


def one_line(text: str) -> str:
    """Return what was typed in a field of one line."""
    return _BREAK.sub(" ", text).strip()


def quoted(text: str) -> str:
    """Return a text between quotes: what JSON writes so, YAML reads (YAML 1.2, 1.3)."""
    # What is invisible stays to be told of, and YAML would not read it as it is.
    said = json.dumps(text, ensure_ascii=False)
    return INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", said)


def scalar(text: str) -> str:
    """Return a text as it is where it needs no quotes, else between quotes."""
    return text if _BARE.fullmatch(text) else quoted(text)


def words_in_yaml(text: str) -> str:
    """Return words of a field of its own line: as they are where they need no quotes, else between quotes."""
    return text if _WORDS.fullmatch(text) else quoted(text)


def literal(field: str, text: str) -> list[str]:
    """Return the lines of a field whose words may have several."""
    if _LINES.fullmatch(text) and not INVISIBLE.search(text):
        return [f"{field}: |-", *(line and f"  {line}" for line in text.split("\n"))]
    return [f"{field}: {quoted(text)}"]
