"""What others are given never bears the day on which a stored copy was read here as the day of its update."""

import json
from dataclasses import replace
from datetime import date

from content.directory.entry import DirectoryEntry
from content.directory.exchange_results import Arrival
from content.directory.hsds_reader import read_hsds
from content.directory.inclusion_reader import FIRST_DAY, read_inclusion
from content.directory.inclusion_writer import Publishing
from content.readings import ReadingManner
from tests.content.directory.written_files import write_hsds, write_inclusion
from tests.directory.published_entries import READ_ON, entry, read_otherwise, undated

LATER = date(2027, 3, 1)
ARRIVAL = Arrival("https://example.org/", "Service emploi", LATER, "fr", "fichier")
SAID = {
    "fr": "Lu sur des copies conservées, sans date : à vérifier avant de s'en servir.",
    "nl": "Gelezen op bewaarde kopieën zonder datum: na te gaan voor gebruik.",
}


def confirmed(one: DirectoryEntry) -> DirectoryEntry:
    """The entry, its telephone confirmed since."""
    reach = one.facts[2]
    assert reach.source
    source = replace(reach.source, read_on=LATER, manner=ReadingManner.TELEPHONE, copied=None, page="")
    return replace(one, facts=(*one.facts[:2], replace(reach, source=source), *one.facts[3:]))


COPIED = read_otherwise(entry(), manner=ReadingManner.COPY, copied=date(2025, 3, 1))
DAYS = [
    *((entry(), READ_ON, READ_ON), (confirmed(entry()), LATER, READ_ON), (COPIED, date(2025, 3, 1), date(2025, 3, 1))),
    *((undated(page="2017"), date(2017, 12, 31), date(2017, 12, 31)), (undated(page="1998"), FIRST_DAY, FIRST_DAY)),
    *((undated(), FIRST_DAY, FIRST_DAY), (confirmed(undated()), FIRST_DAY, FIRST_DAY)),
    (confirmed(undated(page="2017")), date(2017, 12, 31), date(2017, 12, 31)),
]


def test_a_record_is_of_the_day_of_its_copies_or_of_their_pages_and_else_of_the_first_day_there_is() -> None:
    for one, updated, assured in DAYS:
        (service,) = json.loads(write_inclusion([one], Publishing("ici")).value)["services"]
        assert service["date_maj"] == updated.isoformat()
        (service,) = json.loads(write_hsds([one], Publishing("ici")).value)["services"]
        assert service["assured_date"] == assured.isoformat()


def test_and_its_words_say_so() -> None:
    for language in ["fr", "nl"]:
        publishing = Publishing("ici", language)
        for one, says in ((undated(), True), (confirmed(undated()), True), (COPIED, False), (entry(), False)):
            inclusion = json.loads(write_inclusion([one], publishing).value)
            hsds = json.loads(write_hsds([one], publishing).value)
            records = (*inclusion["services"], *inclusion["structures"], *hsds["services"])
            records = (*records, *(record["organization"] for record in hsds["services"]))
            assert {(record["description"] or "").endswith(SAID[language]) for record in records} == {says}


def test_whoever_brings_such_a_file_home_has_nothing_that_was_read_lately() -> None:
    one = replace(undated(), topics=())
    for read in (
        read_inclusion(write_inclusion([one], Publishing("ici")).value.encode(), ARRIVAL),
        read_hsds(write_hsds([one], Publishing("ici")).value.encode(), ARRIVAL),
    ):
        (found,) = read.entries
        assert {fact.source.read_on for fact in found.facts if fact.source} == {FIRST_DAY}
