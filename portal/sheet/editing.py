"""What a button of the sheet's page does to its text; what can be undone goes with it."""

from collections.abc import Callable, Mapping

from content.errors import BrokenText
from content.pathway.pathway import MOST_PLACES
from content.pathway.pathway_fields import (
    PathwayFields,
    in_language,
    moved,
    read_pathway_fields,
    with_place,
    without_place,
    write_pathway_fields,
)
from content.schema.yaml_fields import LANGUAGES
from portal.sheet.sent import AS_FORM, AS_LIST, MOST_UNDONE, SentSheet

_Change = Callable[[PathwayFields, int], PathwayFields]
"""What becomes of the fields, at the place of some number from 1; 0 is before the first."""


def _added(fields: PathwayFields, after: int, decides: bool) -> PathwayFields:
    return with_place(fields, after, decides) if len(fields.places) < MOST_PLACES else fields


_AT_A_PLACE: Mapping[str, _Change] = {
    "step": lambda fields, number: _added(fields, number, False),
    "decide": lambda fields, number: _added(fields, number, True),
    "remove": lambda fields, number: without_place(fields, number - 1),
    "up": lambda fields, number: moved(fields, number - 1, -1),
    "down": lambda fields, number: moved(fields, number - 1, 1),
}
_FOCUS = {"step": ("who", 1), "decide": ("what", 1), "remove": ("what", -1), "up": ("up", -1), "down": ("down", 1)}
"""Where one goes on after each, and how far from the place it was about."""


def edited(sent: SentSheet) -> SentSheet:
    """Return the sheet after what was asked; where its text cannot be changed so, it is left as it is."""
    match sent.verb:
        case "undo":
            return sent._replace(text=sent.before[-1], before=sent.before[:-1]) if sent.before else sent
        case "list" | "form":
            return sent._replace(typed=AS_LIST if sent.verb == "list" else AS_FORM)
        case "together" | "alone":
            return sent._replace(together=sent.verb == "together")
    change = _AT_A_PLACE.get(sent.verb)
    if change is None and sent.verb not in LANGUAGES:
        return sent
    try:
        fields = read_pathway_fields(sent.text)
        text = write_pathway_fields(change(fields, sent.number) if change else in_language(fields, sent.verb))
    except (BrokenText, IndexError):
        return sent
    return sent._replace(text=text, before=(*sent.before, sent.text)[-MOST_UNDONE:])


def focus_after(sent: SentSheet) -> str:
    """Return the name of the field in which one goes on; empty where that is for the browser to say."""
    name, by = _FOCUS.get(sent.verb, ("", 0))
    return f"{name}-{max(1, sent.number + by)}" if name else ""
