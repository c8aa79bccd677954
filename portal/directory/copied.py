"""An entry as plain text, to be put into a message or a file."""

from collections.abc import Iterator, Sequence

from models.freshness import Freshness
from models.ground.words import Words, date_in_words
from models.topics import RuleToday
from portal.directory.shown import EntryAsShown, FactGroup, ShownFact
from portal.pages import date_of, page_language, page_words, say


def as_text(entry: EntryAsShown, rules: Sequence[RuleToday]) -> str:
    """Return what an entry says as lines of text, in the page's language, with the days on which it was read."""
    blocks = ["\n".join(_head(entry)), entry.plain.text if entry.plain else ""]
    blocks += ["\n".join(_group(group)) for group in entry.groups]
    if entry.reading.entry.rules:
        blocks.append("\n".join(f"{one.rule.name[page_language()]} – {read_on(one, page_words())}" for one in rules))
    first = entry.reading.read_first
    if first:
        blocks.append(say("Lu le %(day)s au plus tôt.", day=date_of(first)))
    return "\n\n".join(filter(None, blocks))


def read_on(one: RuleToday, said: Words) -> str:
    """Say when a rule was read; « non lue » where nobody has."""
    day = one.rule.read_on
    return said.gettext("lue le %(day)s", day=date_in_words(day, said.language)) if day else said.gettext("non lue")


def _head(entry: EntryAsShown) -> Iterator[str]:
    yield entry.title.text
    yield from (said.text for said in (entry.organisation, entry.line) if said)


def _group(group: FactGroup) -> Iterator[str]:
    said = [line for fact in group.facts for line in _fact(fact)]
    if said:
        yield group.heading
        yield from (f"- {line}" for line in said)


def _fact(fact: ShownFact) -> Iterator[str]:
    if fact.fact.blank:
        return
    doubt = f" ({word(fact, page_words())})" if word(fact, page_words()) else ""
    links = [f"{name} : {address}" for name, address in fact.links]
    said = [*filter(None, (fact.telephone, fact.mail, fact.said.text if fact.said else "")), *fact.lines, *links]
    yield from (f"{line}{doubt}" for line in said)


def word(fact: ShownFact, said: Words) -> str:
    """Say that a fact is in doubt; nothing of one that was read recently."""
    if fact.state is None or fact.state.word is Freshness.RECENT:
        return ""
    return (
        said.gettext("ancien : appelez d'abord")
        if fact.state.word is Freshness.OLD
        else said.gettext("à vérifier avant")
    )
