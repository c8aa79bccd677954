"""`python -m benchmarks.exchange`: 100,000 broken inputs, shared out among the readers of other systems' formats.

Sound examples of each format are cut, repeated, mixed and sprinkled with its own signs; some inputs are nothing but
signs. A reader must give questions or refuse with a named error of ours: exits with 1 when it does anything else, and
shows the first such inputs. The same seed gives the same inputs.
"""

import argparse
import json
import os
import platform
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from random import Random
from time import perf_counter

from content.errors import BrokenText
from content.exchange.formats import as_rows, of_rows, read_aiken
from content.exchange.gift_reader import read_gift
from content.exchange.gift_writer import write_gift
from content.exchange.h5p_reader import read_h5p
from content.exchange.losses import Exchanged
from content.exchange.moodle_xml import read_moodle, write_moodle
from content.exchange.pack_package import read_package, write_package
from content.exchange.qti_package import QtiVersion
from content.exchange.qti_reader import read_qti
from content.exchange.qti_writer import write_qti
from content.exchange.question_table import read_table, write_table
from content.module import Module
from content.pack import Pack
from content.text.grammar import ID
from content.text.module_reader import read_module
from content.text.module_writer import write_module

SKILL = "listen.active"
SHOWN = 5
"""Inputs that are shown when a reader does what it must not."""
MOST_EDITS = 4

EVERY_KIND = """\
---
id: formes
title: Toutes les formes
language: fr
minutes: 5
skills: [listen.active]
---

## Question une · listen.active

Qui paie ?

- [x] L'ONEM
  > Oui.
- [ ] Le CPAS
  > Non.

## Question plusieurs · listen.active

Qui aide ?

- [x] Actiris
  > Oui.
- [x] Le CPAS
  > Oui.
- [ ] Personne
  > Non.

## Question ordre · listen.active
kind: ordering

Dans quel ordre ?

1. Expliquer
  > D'abord.
2. Demander
  > Ensuite.

## Question paires · listen.active
kind: matching

Qui décide ?

- La durée -> L'ONEM
  > Oui.
- Le stage -> Actiris
  > Oui.

## Question mot · listen.active
kind: text

Quel taux ?

- [x] taux d'emploi | le taux
  > Oui.
- [ ] *
  > Non.

## Question nombre · listen.active
kind: number
unit: %
tolerance: 0.5

Combien ?

- [x] 20
  > Oui.
- [ ] *
  > Non.
"""
SKILLS = """\
domains:
  - id: listen
    name: {fr: Écoute, nl: Luisteren, en: Listening}
    short: {fr: Écoute, nl: Luisteren, en: Listening}
    skills:
      - id: listen.active
        name: {fr: Écouter, nl: Luisteren, en: Listen}
        prerequisites: []
"""
RULES = """\
rules:
  - id: duree
    name: {fr: Durée, nl: Duur, en: Duration}
    authority: ONEM
    address: https://example.org/duree
    scope: Belgique
    state: en vigueur
    read_on: 2026-11-23
    review_by: 2027-11-23
"""
GIFT = """\
$CATEGORY: a/b

// [id:x] [tag:y]
::Titre::[html]<p>L'<b>ONEM</b></p>{~%50%a#b ~%-50%c =d####e} paie.

Oui.{T#non#oui}

Combien ?{#=%100%1..5#oui =2:0.5 ~#non}

Qui ?{=a -> b = -> c =[plain]d -> e}

Racontez. {}

Rien.
"""
AIKEN = "Qui paie ?\nA. L'ONEM\nB. Le CPAS\nC) Unia\nANSWER: A\n\nQui aide ?\nA. Actiris\nB. Personne\nANSWER: A\n"
H5P_ABOUT = b'{"title": "Quiz", "mainLibrary": "H5P.QuestionSet", "authors": [{"name": "Ada"}], "license": "CC BY"}'
H5P_CONTENT = b"""{"questions": [
  {"library": "H5P.SingleChoiceSet 1.11", "params": {"choices": [{"question": "<p>Qui ?</p>", "answers": ["a", "b"]}]}},
  {"library": "H5P.TrueFalse 1.8", "params": {"question": "Vrai ?", "correct": "true"}},
  {"library": "H5P.MultiChoice 1.16", "params": {"question": "Quoi ?", "answers": [
    {"text": "a", "correct": true, "tipsAndFeedback": {"chosenFeedback": "Oui."}}, {"text": "b", "correct": false}],
    "media": {"type": {"library": "H5P.Image 1.1", "params": {"file": {"path": "images/a.png"}, "alt": "A"}}}}}]}"""
CLOZE = b"""<quiz><question type="cloze"><name><text>c</text></name><questiontext format="html">
<text>Qui {1:SA:=ONEM#Oui~%0%CPAS} paie ?</text></questiontext></question></quiz>"""
LEGACY = b"""<questestinterop><item ident="a"><presentation><material><mattext>Qui ?</mattext></material>
<response_str ident="r"><render_fib fibtype="Decimal"><response_label ident="x"/></render_fib></response_str>
</presentation>
<resprocessing><respcondition><conditionvar><or><varequal respident="r">4</varequal><and><vargte>3</vargte>
<varlte>5</varlte></and></or></conditionvar><setvar action="Set">100</setvar></respcondition></resprocessing></item>
<item ident="b"><presentation><response_lid ident="x"><material><mattext>a</mattext></material><render_choice>
<response_label ident="1"><material><mattext>b</mattext></material></response_label></render_choice></response_lid>
<response_lid ident="y"><render_choice><response_label ident="1"><material><mattext>c</mattext></material>
</response_label></render_choice></response_lid></presentation><resprocessing><respcondition><conditionvar>
<varequal respident="x">1</varequal></conditionvar><setvar>50</setvar></respcondition></resprocessing></item>
</questestinterop>"""
GAP = b"""<assessmentItem identifier="g"><responseDeclaration identifier="R" cardinality="single" baseType="identifier">
<correctResponse><value>A</value></correctResponse></responseDeclaration><itemBody><p>Qui <inlineChoiceInteraction
responseIdentifier="R"><inlineChoice identifier="A">a</inlineChoice><inlineChoice identifier="B">b</inlineChoice>
</inlineChoiceInteraction> paie ?</p></itemBody></assessmentItem>"""
GIFT_SIGNS = [
    "{", "}", "=", "~", "#", ":", "::", "\\", "\\n", "->", "%", "%50%", "%-5%", "..", "[html]", "\n//", "\n\n", "\n",
    "####", "T", "*", "|", "<b>", "<li>", "&lt;", "&#1;", "1e9", "\0", "\r", "## ", "- [x] ",
]  # fmt: skip
CSV_SIGNS = ["\n", ";", ",", "\t", '"', '""', "'", "=", "id", "x", "\r\n", "kind", "several", "-1", "\0", "\ufeff"]
AIKEN_SIGNS = ["\n", "\n\n", "A. ", "B) ", "ANSWER: ", "ANSWER: Z", "A", "Z.", "\ufeff", "\r", "\0", "é"]
XML_SIGNS = [
    "<", ">", "</", "/>", "&", "&x;", "&#0;", "]]>", "<![CDATA[", "<!--", '<!DOCTYPE a [<!ENTITY b "c">]>', '"', "=",
    "<p>", "</p>", "<choiceInteraction>", "<qti-simple-choice>", 'identifier="', "<script>", "<img/>", "\0", "<item>",
]  # fmt: skip
JSON_SIGNS = [
    "{",
    "}",
    "[",
    "]",
    '"',
    ":",
    ",",
    "null",
    "1e999",
    "[" * 3000,
    '"answers":',
    '"<p>"',
    "\\u0000",
    "true",
    "é",
]
MOODLE_SIGNS = [
    *XML_SIGNS, '<answer fraction="', "<text>", "</text>", '<file name="a.png" encoding="base64">', "@@PLUGINFILE@@",
    '<question type="match">', "<subquestion>", "{1:MC:=", "~%50%", "#", "<tolerance>", "<single>false</single>",
]  # fmt: skip
TEXT_SIGNS = ["\n", "---\n", "## ", "- [ ] ", "> ", "skills: ", ": ", "&a ", "*a", "[", "{", "\t", "\0", "!!x ", "'"]


@dataclass
class Reader:
    """A reader of a format, with sound examples to break, the format's signs, and what came of the inputs."""

    name: str
    read: Callable[[bytes], object]
    examples: Sequence[bytes]
    signs: Sequence[str]
    came: Counter[str] = field(default_factory=Counter)
    others: list[str] = field(default_factory=list)
    seconds: float = 0.0
    slowest: float = 0.0

    def take(self, data: bytes) -> None:
        """Read one input and note what comes of it."""
        begun = perf_counter()
        came = self._came_of(data)
        took = perf_counter() - begun
        self.seconds += took
        self.slowest = max(self.slowest, took)
        self.came[came] += 1

    def _came_of(self, data: bytes) -> str:
        try:
            check(self.read(data))
        except BrokenText as broken:
            if broken.problems:
                return "refused"
            self.others.append(f"BrokenText without a problem: {data[:400]!r}")
        except Exception as error:  # what must not happen is what is looked for
            if type(error).__module__.startswith("content.exchange"):
                return "refused"
            self.others.append(f"{type(error).__name__}: {error}: {data[:400]!r}")
        else:
            return "read"
        return "other"


def main() -> int:
    """Break, read, print; return 1 when anything but a result or a named error came."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exchange", description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the start")
    all_readers = readers()
    print(f"{asked.inputs} inputs drawn with seed {asked.seed}, shared out among {len(all_readers)} readers")
    for place, reader in enumerate(all_readers):
        random = Random(f"{asked.seed} {reader.name}")
        for _ in range(asked.inputs // len(all_readers) + (place < asked.inputs % len(all_readers))):
            reader.take(broken(random, random.choice(reader.examples), reader.signs))
        report(reader)
    print(f"{sum(reader.seconds for reader in all_readers):.1f} s in all")
    return 1 if any(reader.others for reader in all_readers) else 0


def report(reader: Reader) -> None:
    """Print what came of the inputs of one reader."""
    counts = "".join(f"{reader.came[came]:>8} {came}" for came in ("read", "refused", "other"))
    print(f"  {reader.name:12}{counts}   {reader.seconds:6.1f} s, slowest {reader.slowest * 1000:.0f} ms")
    for other in reader.others[:SHOWN]:
        print(f"    {other}")


# --------------------------------------------------------------------------------------------------------- what is read


def readers() -> list[Reader]:
    """Return all readers, each with its examples."""
    module = read_module(EVERY_KIND)
    gift, table = write_gift(module).value.encode(), write_table(module).value.encode()
    small = Pack(SKILLS, RULES, {module.id: write_module(module)})
    qti_packages = [write_qti(module.questions, version).value for version in QtiVersion]
    items = [data for written in qti_packages for data in unzipped(written).values()]
    return [
        Reader("GIFT", partial(read_gift, skill=SKILL), [GIFT.encode(), gift], GIFT_SIGNS),
        Reader("CSV", partial(read_table, skill=SKILL), [table], CSV_SIGNS),
        Reader("Aiken", partial(read_aiken, skill=SKILL), [AIKEN.encode()], AIKEN_SIGNS),
        Reader("QTI item", partial(read_qti, skill=SKILL), items, XML_SIGNS),
        Reader("QTI package", partial(read_qti, skill=SKILL), qti_packages, XML_SIGNS),
        Reader("QTI 1.2, gaps", partial(read_qti, skill=SKILL), [LEGACY, GAP], XML_SIGNS),
        Reader("Moodle XML", partial(read_moodle, skill=SKILL), [write_moodle(module).value, CLOZE], MOODLE_SIGNS),
        Reader("H5P", partial(read_h5p, skill=SKILL), [h5p()], JSON_SIGNS),
        Reader("pack", read_package, [write_package(small)], TEXT_SIGNS),
    ]


def h5p() -> bytes:
    """Return an H5P package of every kind that is read."""
    return zipped({"h5p.json": H5P_ABOUT, "content/content.json": H5P_CONTENT, "content/images/a.png": b"\x89PNG"})


def check(result: object) -> None:
    """Check that imported questions have ids of their own, and can be written down as a draft."""
    if isinstance(result, Exchanged):
        ids = [question.id for question in result.value]
        assert len(set(ids)) == len(ids) and all(map(ID.fullmatch, ids)), ids
        write_module(Module("m", "M", "fr", 5, (SKILL,), (), result.value))
        kept = json.loads(json.dumps(as_rows(result)))
        assert [one.id for one in of_rows(kept).value] == ids


# ------------------------------------------------------------------------------------------------------------- breaking


def broken(random: Random, example: bytes, signs: Sequence[str]) -> bytes:
    """Break an example, or return nothing but signs; in a zip, break its bytes or one of its members."""
    if example.startswith(b"PK") and random.random() < 0.5:
        members = unzipped(example)
        name = random.choice(sorted(members))
        return zipped(members | {name: broken(random, members[name], signs)})
    if random.random() < 0.2:
        return "".join(random.choices([*signs, " ", "a"], k=random.randint(0, 40))).encode("utf-8", "surrogatepass")
    for _ in range(random.randint(1, MOST_EDITS)):
        example = edited(random, example, signs)
    return example


def edited(random: Random, data: bytes, signs: Sequence[str]) -> bytes:
    """Make one cut, repetition, exchange, sign too many, or changed byte."""
    start, end = sorted(random.randint(0, len(data)) for _ in range(2))
    short = min(end, start + random.randint(0, 30))
    (edit,) = random.choices(range(6), (3, 3, 1, 2, 1, 4))
    match edit:
        case 0:
            return data[:start] + data[short:]
        case 1:
            return data[:end] + data[start:short] + data[end:]
        case 2:
            return data[:start]
        case 3:
            return data[:start] + bytes([random.randrange(256)]) + data[start + 1 :]
        case 4:
            return data[end:] + data[:start]
        case _:
            return data[:start] + random.choice(signs).encode() + data[short if random.random() < 0.3 else start :]


def unzipped(data: bytes) -> dict[str, bytes]:
    """Return the members of a zip."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip of these members."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return written.getvalue()


if __name__ == "__main__":
    sys.exit(main())
