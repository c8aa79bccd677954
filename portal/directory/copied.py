"""An entry as plain text, to be put into a message or a file."""

from collections.abc import Iterator, Sequence

from content.problems import N_
from models.catalogue.readings import how_read
from models.ground.words import Words
from models.topics import RuleToday
from portal.directory.shown import EntryAsShown, ShownFact
from portal.pages import date_of, page_language, page_words, say

UNDATED = N_("Lu sur des copies conservées, sans date : vérifiez avant de donner.")


def as_text(entry: EntryAsShown, rules: Sequence[RuleToday]) -> str:
    """Return what an entry says as lines of text, in the page's language, with the days on which it was read."""
    head = [said.text for said in (entry.title, entry.organisation, entry.line) if said]
    blocks = ["\n".join([*head, say(UNDATED)] if entry.undated else head), entry.plain.text if entry.plain else ""]
    for group in entry.groups:
        if lines := [f"- {line}" for fact in group.facts for line in _fact(fact)]:
            blocks.append("\n".join([group.heading, *lines]))
    if entry.reading.entry.rules:
        blocks.append("\n".join(f"{one.rule.name[page_language()]} – {rule_read(one, page_words())}" for one in rules))
    days = [fact.state.reading.counts_from for fact in entry.facts if fact.state]
    if days and not entry.undated:
        blocks.append(say("Lu le %(day)s au plus tôt.", day=date_of(min(days))))
    return "\n\n".join(filter(None, blocks))


def rule_read(one: RuleToday, said: Words) -> str:
    """Say how a rule was read; « non lue » where nobody has."""
    return how_read(one.rule.reading, said) if one.rule.reading else said.gettext("non lue")


def _fact(fact: ShownFact) -> Iterator[str]:
    if fact.fact.blank:
        return
    doubt = f" ({fact.word})" if fact.is_doubted else ""
    links = [f"{name} : {address}" for name, address in fact.links]
    said = [*filter(None, (fact.telephone, fact.mail, fact.said.text if fact.said else "")), *fact.lines, *links]
    yield from (f"{line}{doubt}" for line in said)
