"""A file shows its format, and every format says what it leaves behind."""

import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest

from content.exchange.formats import Incoming, Outgoing, Received, format_of, read_questions, write_questions
from content.exchange.qti_package import QtiVersion
from content.exchange.qti_writer import write_qti
from tests.builders import EVERY_KIND, module

ROOT = Path(__file__).parents[3]
AIKEN = "Qui paie ?\r\nA. L'ONEM\r\nB. Actiris\r\nANSWER: A\r\n"
ITEM = '<?xml version="1.0"?><questestinterop/>'


def test_a_file_shows_its_format() -> None:
    for data, file, shown in [
        *(("Qui ?{=A ~B}", "questions.txt", Incoming.GIFT), ("<p>Qui ?</p>{=A ~B}", "", Incoming.GIFT)),
        *(("Qui ?\nA. {x}\nANSWER: A", "q.gift", Incoming.GIFT), (AIKEN, "questions.txt", Incoming.AIKEN)),
        *(("\ufeff" + AIKEN, "", Incoming.AIKEN), (AIKEN.replace(". ", ")"), "", Incoming.AIKEN)),
        *(("id;stem;option\n", "", Incoming.CSV), ('\ufeff"option","stem"\n', "table.txt", Incoming.CSV)),
        *(("n'importe quoi", "Table.CSV", Incoming.CSV), (ITEM, "questions.txt", Incoming.QTI)),
        *(("\n<qti-assessment-item/>", "", Incoming.QTI), ("", "items.xml", Incoming.QTI)),
    ]:
        assert format_of(data.encode(), file) == shown


def test_a_package_shows_it_too_whatever_it_is_called() -> None:
    assert format_of(write_qti(EVERY_KIND, QtiVersion.QTI_2_1).value, "questions.txt") == Incoming.QTI


def test_what_is_written_shows_its_format_comes_in_again_and_says_what_stays_behind() -> None:
    for outgoing in Outgoing:
        written = write_questions(module(), outgoing)
        assert [loss.sentence[:30] for loss in written.losses[:1]] == ["Seules les questions sont écri"]
        incoming = format_of(written.value, "")
        read = read_questions(Received(written.value, "", "frame.role", "fr"), incoming)
        assert [(asked.id, asked.skill, asked.key) for asked in read.value] == [
            (asked.id, asked.skill, asked.key) for asked in module().questions
        ]


@pytest.mark.nightly
def test_what_goes_out_does_so_without_the_library_that_reads_html() -> None:
    program = (
        "import sys; from content.exchange.formats import *; from tests.builders import module; "
        "[write_questions(module(), one) for one in Outgoing]; print('lxml' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    assert said.stdout == "False\n"


def test_what_was_made_to_take_long_does_not() -> None:
    for piece in ["\n", " ", "A. ", "A. a\n", "<!", "a;"]:
        start = process_time()
        format_of((piece * 1_000_000).encode(), "")
        assert process_time() - start < 1
