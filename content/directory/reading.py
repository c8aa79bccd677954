"""An entry read from its text; everything that is to be mended is a problem at its line."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import TypeVar

from content.directory import kinds
from content.directory import vocabulary as v1
from content.directory.discretion import gives_away
from content.directory.entry import (
    MOST_FACTS,
    MOST_SOUGHT,
    WRITTEN_IN,
    DirectoryEntry,
    Discretion,
    EntryBlank,
    EntryFact,
    EntryFactKind,
    EntryKind,
    EntryOrigin,
    FactSource,
    Organisation,
    name_of,
)
from content.fields import LANGUAGES, Fields, read_fields
from content.patterns import LatePattern
from content.plain import PLAIN
from content.problems import N_, BrokenText, Problem, refused
from content.readings import MANNER, check_manner
from content.skills import Names
from content.text.grammar import BAD_ID, ID

LARGEST_ENTRY = 300_000
"""Characters of a text; the longest that has use has a tenth of it."""
LONGEST_SERVICE = 120
"""Characters of the name of a service that reads."""

MISSING = N_("Il manque « %(field)s » : ajoutez-le.")
HIDDEN = N_("L'adresse est confidentielle : retirez « %(field)s », et dites dans « public_line » comment on joint.")
GIVEN_AWAY = N_(
    "L'adresse est confidentielle, et « %(field)s » la donne (rue, code postal, coordonnées ou plan) : réécrivez-le."
)
PLACED = N_("Aucune coordonnée n'est gardée : retirez « %(field)s » ; la commune suffit.")
NO_PERSON = N_("« by » nomme le service qui a lu, jamais une personne : écrivez par exemple « Service emploi ».")
_PERSON = LatePattern(r"@|\b(?:M|Mr|Mme|Mlle|Dhr|Mevr|Mw|Mrs|Ms)\b\.?\s", re.IGNORECASE)

Code = TypeVar("Code", bound=StrEnum)


def read_entry(text: str, file: str = "entry.yaml") -> DirectoryEntry:
    """Read an entry; BrokenText lists every place to mend, with its line and what to do."""
    if len(text) > LARGEST_ENTRY:
        sentence = N_("Cette entrée est trop longue (plus de %(most)s caractères) : gardez ce qui sert.")
        raise refused(file, sentence, most=LARGEST_ENTRY)
    fields = read_fields(text, file)
    entry = _entry(fields)
    fields.raise_problems()
    if entry.confidential:
        # A comment that gives an address away is in no fact, and goes wherever the text goes.
        lines = enumerate(text.splitlines(), 1)
        given_away = [number for number, line in lines if gives_away(line.partition("#")[2])]
        if given_away:
            raise BrokenText(tuple(Problem(file, number, GIVEN_AWAY, {"field": "#"}) for number in given_away))
    return entry


def _entry(fields: Fields) -> DirectoryEntry:
    confidential = fields.flag("confidential")
    discreet = ("discreet_title", "public_line") if confidential else ()
    lists = ("topics", "skills", "rules", "thematiques", "sought", "plain")
    _refuse_places(fields)
    known = ("id", "kind", "type", "emergency", "confidential", *discreet, *lists, "review_by", "origin")
    fields.expect(*known, "organisation", "facts", *kinds.PLACES)
    discretion = Discretion(_said(fields, discreet[0]), _said(fields, discreet[1])) if discreet else None
    entry = DirectoryEntry(
        id=_id(fields),
        kind=_code(fields, "kind", EntryKind),
        organisation=_organisation(fields, confidential),
        facts=_facts(fields, confidential),
        type=_type(fields),
        thematiques=_thematiques(fields),
        topics=_ids(fields, "topics"),
        skills=_ids(fields, "skills"),
        rules=_ids(fields, "rules"),
        sought=_sought(fields, confidential),
        plain=_plain(fields, confidential),
        emergency=fields.flag("emergency"),
        discretion=discretion,
        review_by=fields.day("review_by"),
        origin=_origin(fields),
    )
    if confidential and any(map(gives_away, _marks(entry))):
        fields.note("id", GIVEN_AWAY)
    if entry.kind is EntryKind.MEASURE and not entry.rules:
        fields.note("rules", "Une mesure repose sur une règle : nommez-la dans « rules ».")
    return entry


def _marks(entry: DirectoryEntry) -> Iterator[str]:
    """Yield what an entry, its organisation and where they come from are called by machines."""
    for one in (entry, entry.organisation):
        yield one.id.replace("-", " ")
        if one.origin:
            yield one.origin.publisher
            yield re.sub(r"[-_:/]+", " ", one.origin.id)


def _refuse_places(fields: Fields) -> None:
    for place in kinds.PLACES:
        if place in fields:
            fields.note(place, PLACED)


def _id(fields: Fields) -> str:
    found = fields.text("id")
    if found and not ID.fullmatch(found):
        fields.note("id", BAD_ID)
    return found


def _ids(fields: Fields, field: str) -> tuple[str, ...]:
    found = fields.texts(field)
    if any(not ID.fullmatch(one) for one in found) or len({*found}) < len(found):
        fields.note(field, "« %(field)s » est une liste d'identifiants, chacun une fois : corrigez-la.")
    return found


def _code(fields: Fields, field: str, codes: type[Code]) -> Code:
    found = fields.text(field)
    if found in set(codes):
        return codes(found)
    if found:
        fields.note(field, kinds.UNKNOWN_CODE, value=kinds.cut(found), known=", ".join(codes))
    return next(iter(codes))


def _type(fields: Fields) -> str:
    found = fields.optional("type")
    if found and found not in v1.TYPES:
        fields.note("type", kinds.UNKNOWN_CODE, value=kinds.cut(found), known=", ".join(sorted(v1.TYPES)))
    return found


def _thematiques(fields: Fields) -> tuple[str, ...]:
    found = fields.texts("thematiques")
    wrong = next((one for one in found if one not in v1.THEMATIQUES), None)
    if wrong is not None or len({*found}) < len(found):
        fields.note("thematiques", kinds.MISWRITTEN, value=kinds.cut(wrong or ", ".join(found)))
    return found


def _sought(fields: Fields, confidential: bool) -> dict[str, tuple[str, ...]]:
    """Return what people say, each expression between two commas."""
    if (said := _single(fields, "sought")) is None:
        return {}
    said.expect(*LANGUAGES)
    found = {one: tuple(filter(None, map(str.strip, said.text(one).split(",")))) for one in LANGUAGES if one in said}
    for language, expressions in found.items():
        if len(expressions) > MOST_SOUGHT or len({*expressions}) < len(expressions):
            said.note(language, "« %(field)s » a %(most)s expressions au plus, chacune une fois.", most=MOST_SOUGHT)
        if confidential and gives_away("\n".join(expressions)):
            said.note(language, GIVEN_AWAY)
    return {language: expressions for language, expressions in found.items() if expressions}


def _plain(fields: Fields, confidential: bool) -> dict[str, str]:
    found: dict[str, str] = PLAIN.read(fields)
    if any(len(text) > kinds.LONGEST_WORDS for text in found.values()):
        fields.note("plain", kinds.LENGTH, shortest=1, longest=kinds.LONGEST_WORDS)
    if confidential and any(map(gives_away, found.values())):
        fields.note("plain", GIVEN_AWAY)
    return found


def _single(fields: Fields, field: str) -> Fields | None:
    """Return the fields of a mapping that may be there once."""
    found = list(fields.entries(field))
    if len(found) > 1:
        fields.note(field, "« %(field)s » figure deux fois : gardez-en un.")
    return found[0] if found else None


def _origin(fields: Fields) -> EntryOrigin | None:
    if (origin := _single(fields, "origin")) is None:
        return None
    origin.expect("publisher", "id")
    for field in ("publisher", "id"):
        if field not in origin:
            origin.note(field, MISSING)
    return EntryOrigin(origin.verbatim("publisher"), origin.verbatim("id"))


def _organisation(fields: Fields, confidential: bool) -> Organisation:
    if (one := _single(fields, "organisation")) is None:
        fields.note("organisation", MISSING)
        return Organisation("", ())
    one.expect("id", "siret", "reseaux_porteurs", "origin", "facts")
    siret, networks = one.optional("siret"), one.texts("reseaux_porteurs")
    if siret and not v1.is_siret(siret):
        one.note("siret", kinds.MISWRITTEN, value=kinds.cut(siret))
    if not v1.RESEAUX_PORTEURS.issuperset(networks) or len({*networks}) < len(networks):
        one.note("reseaux_porteurs", kinds.MISWRITTEN, value=kinds.cut(", ".join(networks)))
    return Organisation(_id(one), _facts(one, confidential), siret, networks, _origin(one))


def _facts(fields: Fields, confidential: bool) -> tuple[EntryFact, ...]:
    found = tuple(_fact(fact, confidential) for fact in fields.entries("facts"))
    if not name_of(found):
        fields.note("facts", "Aucun fait ne dit le nom (« kind: name ») : ajoutez-le.")
    if len(found) > MOST_FACTS:
        fields.note("facts", "Il y a plus de %(most)s faits : gardez ceux qui servent.", most=MOST_FACTS)
    return found


def _fact(fields: Fields, confidential: bool) -> EntryFact:
    kind = _code(fields, "kind", EntryFactKind)
    fields.expect("kind", "blank", *WRITTEN_IN, *kinds.VALUES.get(kind, ()), "read", *kinds.PLACES)
    _refuse_places(fields)
    blank = _code(fields, "blank", EntryBlank) if "blank" in fields else None
    fact = EntryFact(kind, _words(fields, kind), _values(fields, kind), _source(fields), blank)
    _check_whole(fields, fact)
    if confidential:
        _check_discretion(fields, fact)
    return fact


def _words(fields: Fields, kind: EntryFactKind) -> dict[str, str]:
    words = {language: fields.verbatim(language) for language in WRITTEN_IN if language in fields}
    for language, text in words.items():
        is_name = kind is EntryFactKind.NAME
        longest, shortest = (kinds.LONGEST_NAME, kinds.SHORTEST_NAME) if is_name else (kinds.LONGEST_WORDS, 1)
        if text and not shortest <= len(text) <= longest:
            fields.note(language, kinds.LENGTH, shortest=shortest, longest=longest)
    return words


def _values(fields: Fields, kind: EntryFactKind) -> dict[str, tuple[str, ...]]:
    found = {}
    for name, shape in kinds.VALUES.get(kind, {}).items():
        if name in fields:
            values = fields.texts(name) if shape.several else (fields.verbatim(name),)
            if values and (fault := kinds.fault_of(name, values)):
                fields.note(name, fault[0], **fault[1])
            if not values:
                fields.note(name, MISSING)
            found[name] = values
    return found


def _source(fields: Fields) -> FactSource | None:
    if (read := _single(fields, "read")) is None:
        return None
    read.expect("at", "on", "manner", "copied", "page", "by", "quote")
    address, service, day = read.text("at"), read.text("by"), read.day("on")
    if "on" not in read:
        read.note("on", MISSING)
    if address and not v1.is_link(address):
        read.note("at", kinds.MISWRITTEN, value=kinds.cut(address))
    if names_a_person(service) or len(service) > LONGEST_SERVICE:
        read.note("by", NO_PERSON)
    quote = read.verbatim("quote") if "quote" in read else ""
    how = {one.of: one.read(read) for one in MANNER}
    check_manner(read, how, day)
    return FactSource(address, day, service, quote, **how) if day else None


def names_a_person(service: str) -> bool:
    """Return whether what should be a service is signed as people are: a title before a name, an address of mail."""
    return _PERSON.search(service) is not None


def _check_whole(fields: Fields, fact: EntryFact) -> None:
    if fact.blank is EntryBlank.HOUSE and "read" in fields:
        fields.note("read", "Ce que la maison écrit à la main n'a été lu nulle part : retirez « read ».")
    if fact.blank is not EntryBlank.HOUSE and "read" not in fields:
        fields.note("read", "Il manque « read » : où ce fait est lu (at), quel jour (on), par quel service (by).")
    if fact.blank and fact.values:
        fields.note("blank", "Un blanc ne dit rien : retirez « blank », ou les valeurs qui l'accompagnent.")
    if not fact.blank and not fact.words and not fact.values:
        fields.note("kind", "Ce fait ne dit rien : ajoutez ses mots (fr, nl), ou dites « blank: unread ».")


def _check_discretion(fields: Fields, fact: EntryFact) -> None:
    for name in kinds.HIDDEN:
        if name in fact.values:
            fields.note(name, HIDDEN)
    said = {**fact.words, **{name: "\n".join(values) for name, values in fact.values.items()}}
    for name, text in said.items():
        if name not in kinds.HIDDEN and name not in kinds.FIGURES and gives_away(text):
            fields.note(name, GIVEN_AWAY)
    read = (fact.source.address, fact.source.service, fact.source.quote) if fact.source else ()
    if any(map(gives_away, read)):
        fields.note("read", GIVEN_AWAY)


def _said(fields: Fields, field: str) -> Names:
    if (names := _single(fields, field)) is None:
        fields.note(field, "L'adresse est confidentielle : il faut « %(field)s », sans rien qui y mène.")
        return {}
    names.expect(*WRITTEN_IN)
    found = {language: names.verbatim(language) for language in WRITTEN_IN if language in names}
    if not found:
        fields.note(field, MISSING)
    if any(map(gives_away, found.values())):
        fields.note(field, GIVEN_AWAY)
    return found
