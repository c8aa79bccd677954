"""Any entry that a text may hold: odd words, every kind of fact, each value as its reader would give it back."""

from datetime import date

from hypothesis import strategies as st

from content.directory import fact_values as v1
from content.directory.entry import (
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
)
from content.directory.fact_values import VALUES
from content.readings import Reading, ReadingManner
from content.schema.yaml_fields import LANGUAGES
from content.skills import Names
from tests.content.made_up import ids, letters
from tests.content.made_up import lines as odd_lines

LINKS = ["https://example.org/", "http://www.exemple.be/aide?a=1&b=été#x", "https://bücher.example:8080/a_b/%20"]
NUMBERS = {"volume_horaire_hebdomadaire": ["0", "1", "10.5", "0.25"], "nombre_semaines": ["1", "52"]}
WRITTEN = {
    "courriel": ["exemple@example.org", "a.b+c@sub.exemple.be"],
    "code_postal": ["1060", "59260"],
    "code_insee": ["21013", "2A004"],
    "zone_eligibilite": ["france", "59", "21013", "200054781", "99100"],
    "langues": ["fr", "nl", "ar"],
    "publics": sorted(v1.PUBLICS - {v1.EVERYBODY}),
    **NUMBERS,
}
blanks = st.sampled_from(["", " ", "\n", "\n\n"])
lines = st.text(letters, min_size=1, max_size=20) | odd_lines
texts = (
    st.builds("{}{}{}".format, blanks, st.lists(lines, min_size=1, max_size=3).map("\n".join), blanks).filter(str.strip)
    | st.builds("{}\n\n{}".format, odd_lines, odd_lines)
    | odd_lines
)
names = st.text(letters, min_size=3, max_size=40).filter(str.strip)
days = st.dates(date(2000, 1, 1), date(2026, 11, 29))
publishers = st.sampled_from(["dora", "odspep", "Service emploi"])
origins = st.builds(EntryOrigin, publishers, odd_lines)
quotes = st.just("") | texts


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """A reading of a day, by any manner or none; a copy and a page are no younger."""
    on, manner = draw(days), draw(st.none() | st.sampled_from(ReadingManner))
    copied = draw(st.none() | st.dates(date(1999, 1, 1), on)) if manner is ReadingManner.COPY else None
    page = draw(st.just("") | st.dates(date(1999, 1, 1), on).map(date.isoformat))
    return Reading(on, manner, copied, page[: draw(st.sampled_from([4, 7, 10]))])


sources = st.builds(
    lambda address, read, service, quote: FactSource(address, read.on, service, quote, *read[1:]),
    st.sampled_from(LINKS),
    readings(),
    st.sampled_from(["Service emploi", "Dienst Werk"]),
    quotes,
)


def in_languages(said: st.SearchStrategy[str], fewest: int = 1) -> st.SearchStrategy[Names]:
    """A text in one language or two."""
    chosen = st.sampled_from([("fr",), ("nl",), WRITTEN_IN, *([] if fewest else [()])])
    return chosen.flatmap(lambda found: st.fixed_dictionaries(dict.fromkeys(found, said)))


def values_of(name: str, kind: EntryFactKind) -> st.SearchStrategy[tuple[str, ...]]:
    """Some values of a name, one where it is no list."""
    shape = VALUES[kind][name]
    known = sorted(shape.codes) or (LINKS if shape.sound is v1.is_link else [])
    one = st.sampled_from(WRITTEN.get(name) or known) if name in WRITTEN or known else lines.filter(str.strip)
    return st.lists(one, min_size=1, max_size=3 if shape.several else 1, unique=True).map(tuple)


@st.composite
def facts(draw: st.DrawFn, kind: EntryFactKind | None = None) -> EntryFact:
    """Any fact, of this kind or any."""
    kind = kind or draw(st.sampled_from(EntryFactKind))
    blank = draw(st.sampled_from([None, None, None, *EntryBlank])) if kind is not EntryFactKind.NAME else None
    values = {}
    if not blank:
        values = {name: draw(values_of(name, kind)) for name in VALUES.get(kind, {}) if draw(st.booleans())}
    said = names if kind is EntryFactKind.NAME else texts
    words = draw(in_languages(said, fewest=0 if values or blank else 1))
    return EntryFact(kind, words, values, None if blank is EntryBlank.HOUSE else draw(sources), blank)


def some_facts() -> st.SearchStrategy[tuple[EntryFact, ...]]:
    """A name, then any facts."""
    return st.builds(lambda name, others: (name, *others), facts(EntryFactKind.NAME), st.lists(facts(), max_size=4))


networks = st.lists(st.sampled_from(sorted(v1.RESEAUX_PORTEURS)), max_size=2, unique=True).map(tuple)
organisations = st.builds(
    Organisation, ids, some_facts(), st.sampled_from(["", "13003013300016"]), networks, st.none() | origins
)
some_ids = st.lists(ids, max_size=2, unique=True).map(tuple)
cited = st.lists(ids, min_size=1, max_size=2, unique=True).map(tuple)


expressions = st.text(letters, min_size=1, max_size=20).map(lambda one: " ".join(one.replace(",", " ").split()))
sought = st.dictionaries(
    st.sampled_from(LANGUAGES), st.lists(expressions.filter(bool), min_size=1, max_size=3, unique=True).map(tuple)
)


@st.composite
def entries(draw: st.DrawFn) -> DirectoryEntry:
    """Any entry whose address is no secret."""
    kind = draw(st.sampled_from(EntryKind))
    return DirectoryEntry(
        id=draw(ids),
        kind=kind,
        organisation=draw(organisations),
        facts=draw(some_facts()),
        type=draw(st.sampled_from(["", *sorted(v1.TYPES)])),
        thematiques=draw(st.lists(st.sampled_from(sorted(v1.THEMATIQUES)), max_size=2, unique=True).map(tuple)),
        topics=draw(some_ids),
        skills=draw(some_ids),
        rules=draw(cited if kind is EntryKind.MEASURE else some_ids),
        sought=draw(sought),
        plain=draw(in_languages(texts, fewest=0)),
        emergency=draw(st.booleans()),
        review_by=draw(st.none() | days),
        origin=draw(st.none() | origins),
    )


SECRET = Discretion({"fr": "Une écoute", "nl": "Luisteren"}, {"fr": "Téléphonez : on vous dit où.", "nl": "Bel."})


@st.composite
def secret_entries(draw: st.DrawFn) -> DirectoryEntry:
    """An entry whose address is confidential, of facts that give nothing away."""
    source = FactSource("https://example.org/", draw(days), "Service emploi")
    name = EntryFact(EntryFactKind.NAME, draw(in_languages(st.sampled_from(["Le refuge", "Het huis"]))), {}, source)
    reach = EntryFact(EntryFactKind.REACH, {}, {"telephone": ("0800 30 030",), "commune": ("Bruxelles",)}, source)
    organisation = Organisation("asbl", (name,))
    said = draw(in_languages(st.sampled_from(["Appelez : on vous dit où.", "Bel."]), fewest=0))
    return DirectoryEntry(draw(ids), EntryKind.SERVICE, organisation, (name, reach), plain=said, discretion=SECRET)
