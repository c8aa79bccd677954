"""Items of every version come in as questions; what does not is listed; nothing of it can do harm."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import BrokenText
from content.exchange.archive import packed
from content.exchange.losses import Exchanged
from content.exchange.qti_package import QtiVersion
from content.exchange.qti_reader import read_qti
from content.exchange.qti_writer import write_qti
from content.module import Question
from content.pictures.picture_file import hash_of
from tests.builders import EVERY_KIND, question
from tests.content.exchange.hostile import said_of
from tests.content.exchange.test_archive import LITTER

pytestmark = pytest.mark.nightly  # at each commit, the samples

CHOICE_2_1 = """<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="Chômage_1" title="t">
  <responseDeclaration identifier="R" cardinality="single" baseType="identifier">
    <correctResponse><value> B </value></correctResponse>
  </responseDeclaration>
  <itemBody>
    <p>Samir perd son <strong>emploi</strong>.</p>
    <choiceInteraction responseIdentifier="R" maxChoices="1">
      <prompt>Qui contrôle sa disponibilité ?</prompt>
      <simpleChoice identifier="A">L'ONEM<feedbackInline outcomeIdentifier="F" identifier="A">Plus depuis
        2017.</feedbackInline></simpleChoice>
      <simpleChoice identifier="B">Actiris</simpleChoice>
      <simpleChoice identifier="C">Personne</simpleChoice>
    </choiceInteraction>
  </itemBody>
  <responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>
  <modalFeedback outcomeIdentifier="F" identifier="B" showHide="show">Oui.</modalFeedback>
</assessmentItem>"""

CANVAS = """<?xml version="1.0"?>
<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment><section>
<item ident="g1" title="Une"><presentation>
  <material><mattext texttype="text/html">&lt;p&gt;Qui &lt;b&gt;décide&lt;/b&gt; ?&lt;/p&gt;</mattext></material>
  <response_lid ident="r" rcardinality="Single"><render_choice>
    <response_label ident="1"><material><mattext texttype="text/plain">L'ONEM *</mattext></material></response_label>
    <response_label ident="2"><material><mattext texttype="text/html">Actiris&lt;br&gt;</mattext></material>
    </response_label>
  </render_choice></response_lid></presentation>
  <resprocessing>
    <respcondition continue="Yes"><conditionvar><varequal respident="r">1</varequal></conditionvar>
      <displayfeedback feedbacktype="Response" linkrefid="1_fb"/></respcondition>
    <respcondition continue="Yes"><conditionvar><other/></conditionvar>
      <displayfeedback feedbacktype="Response" linkrefid="general_fb"/></respcondition>
    <respcondition continue="No"><conditionvar><varequal respident="r">2</varequal></conditionvar>
      <setvar action="Set" varname="SCORE">100</setvar><displayfeedback linkrefid="right_fb"/></respcondition>
  </resprocessing>
  <itemfeedback ident="1_fb"><flow_mat><material><mattext>Non.</mattext></material></flow_mat></itemfeedback>
  <itemfeedback ident="right_fb"><flow_mat><material><mattext>Oui.</mattext></material></flow_mat></itemfeedback>
  <itemfeedback ident="general_fb"><flow_mat><material><mattext>Relisez.</mattext></material></flow_mat></itemfeedback>
</item>
<item ident="g2" title="Plusieurs"><presentation><material><mattext>Lesquels ?</mattext></material>
  <response_lid ident="r" rcardinality="Multiple"><render_choice>
    <response_label ident="1"><material><mattext>Un</mattext></material></response_label>
    <response_label ident="2"><material><mattext>Deux</mattext></material></response_label>
    <response_label ident="3"><material><mattext>Trois</mattext></material></response_label>
  </render_choice></response_lid></presentation>
  <resprocessing><respcondition><conditionvar><and><varequal respident="r">1</varequal>
    <not><varequal respident="r">2</varequal></not><varequal respident="r">3</varequal></and></conditionvar>
    <setvar action="Set" varname="SCORE">100</setvar></respcondition></resprocessing>
</item>
<item ident="g3" title="Libre"><presentation><response_str ident="r"><render_fib/></response_str></presentation></item>
</section></assessment></questestinterop>"""


def read(xml: str) -> Exchanged[tuple[Question, ...]]:
    return read_qti(xml.encode(), "frame.role")


def losses(found: Exchanged[tuple[Question, ...]]) -> list[tuple[str, str]]:
    return [(loss.of, loss.sentence % dict(loss.values)) for loss in found.losses]


def test_a_package_gives_its_choices_and_lists_its_other_files() -> None:
    members = {
        "imsmanifest.xml": b"<manifest/>",
        "items/a.xml": CHOICE_2_1.encode(),
        "items/b.xml": CHOICE_2_1.encode(),
        "canvas.xml": CANVAS.encode(),
        "test.xml": b"<assessmentTest/>",
        "img/a.png": b"\x89PNG",
    }
    found = read_qti(packed(members), "frame.role")
    assert [asked.id for asked in found.value] == ["g1", "g2", "chomage-1", "chomage-1-2"]
    assert losses(found)[-3:] == [
        ("g3", "Le fichier ne dit pas quelle réponse est juste : cette question n'est pas reprise."),
        ("test.xml", "Ce fichier ne contient pas de question : il n'est pas repris."),
        ("img/a.png", "Ce fichier du paquet n'est pas du XML : il n'est pas repris."),
    ]


def test_a_package_that_macos_has_zipped_gives_its_choices_and_not_a_word_of_what_was_added() -> None:
    found = read_qti(packed({"items/a.xml": CHOICE_2_1.encode(), **LITTER}), "frame.role")
    assert ([asked.id for asked in found.value], found.losses) == (["chomage-1"], ())


PNG = b"\x89PNG\r\n\x1a\npixels"


def test_a_picture_of_a_package_comes_with_the_question_that_shows_it() -> None:
    for shown, said in [
        ('<img src="../img/une%20lettre.png" alt="Une [lettre]"/>', "![Une \\[lettre\\]]"),
        ('<object data="../img/une%20lettre.png" type="image/png">Une lettre</object>', "![Une lettre]"),
    ]:
        members = {"img/une lettre.png": PNG, "img/autre.png": PNG, "img/film.mp4": b"\0"}
        asked = CHOICE_2_1.replace("<p>Samir", f"<p>{shown}</p><p>Samir").encode()
        found = read_qti(packed({"items/a.xml": asked, **members}), "frame.role")
        known = hash_of(PNG)
        assert found.value[0].stem.startswith(f"{said}(picture:{known})\n\nSamir")
        assert found.pictures == {known: PNG}
        assert [loss.of for loss in found.losses] == ["img/autre.png", "img/film.mp4"]


def test_a_picture_of_a_package_without_description_asks_for_one_and_one_that_lacks_is_named() -> None:
    shown = '<p><img src="a.png"/><img src="https://x.be/b.png"/><img src="../../c.png"/></p><p>Samir'
    asked = CHOICE_2_1.replace("<p>Samir", shown).encode()
    found = read_qti(packed({"a.xml": asked, "a.png": PNG}), "frame.role")
    assert [sentence for _, sentence in losses(found)] == [
        "Une image du texte n'est pas reprise : sa description, s'il y en a une, en tient la place.",
        "Une image est venue sans description : écrivez-la entre les crochets.",
    ]


BROKEN = {"a.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "b.xml": b"<b>"}


def test_every_broken_file_of_a_package_is_named() -> None:
    with pytest.raises(BrokenText) as broken:
        read_qti(packed(BROKEN), "frame.role")
    assert [problem.file for problem in broken.value.problems] == ["a.xml", "b.xml"]


def test_a_broken_file_of_a_package_keeps_no_good_one_out() -> None:
    found = read_qti(packed({**BROKEN, "c.xml": CHOICE_2_1.encode()}), "frame.role")
    assert [asked.id for asked in found.value] == ["chomage-1"]
    assert [loss.of for loss in found.losses] == ["a.xml", "b.xml"]


def test_files_that_are_too_much_only_together_are_refused() -> None:
    members = {f"{number}.xml": f"<a>{'<b/>' * 24_000}</a>".encode() for number in range(5)}
    said = said_of(read_qti, packed(members), "frame.role")
    assert said == ["Ce fichier XML est trop grand ou trop imbriqué : partagez-le en plusieurs."]


def test_a_file_without_any_item_is_refused() -> None:
    for data in [b"<html/>", packed({}), packed({"a.png": b"x"}), packed({"a.xml": b"<a/>"})]:
        said = said_of(read_qti, data, "frame.role")
        assert said == ["Ce fichier ne contient aucune question QTI : vérifiez son format."]


ATTACKS = [
    *("<script>alert(1)</script>", "<SCRIPT SRC=https://x.be/a.js></SCRIPT>", "<img src=x onerror=alert(1)>"),
    *("<a href='javascript:alert(1)'>a</a>", "<style>p{background:url(javascript:x)}</style>"),
    *("<iframe srcdoc='<script>x</script>'></iframe>", "<svg onload=alert(1)></svg>"),
]


def test_nothing_that_acts_comes_in() -> None:
    for attack in ATTACKS:
        escaped = attack.replace("&", "&amp;").replace("<", "&lt;")
        found = read(CANVAS.replace("Actiris", escaped).replace("&lt;b>", escaped).replace("Qui ", f"Qui {escaped}"))
        texts = [text for asked in found.value for text in (asked.stem, *(o.text for o in asked.options))]
        assert not any(
            word in text for text in texts for word in ("script", "alert", "onerror", "srcdoc", "svg", "url")
        )
        assert "g1" in {question for question, _ in losses(found)}


def test_an_html_text_that_is_too_long_leaves_only_its_own_question_out() -> None:
    found = read(CANVAS.replace("Actiris", "a" * 60_000))
    assert [asked.id for asked in found.value] == ["g2"]
    assert ("g1", "Un texte de cette question est trop long : elle n'est pas reprise.") in losses(found)


@given(st.lists(st.tuples(st.integers(0, len(CANVAS)), st.sampled_from(["<", ">", "&", '"', "<item>", "ident"]))))
def test_a_damaged_file_is_read_or_refused(changes: Iterable[tuple[int, str]]) -> None:
    for xml in (CANVAS, CHOICE_2_1):
        for place, change in changes:
            xml = xml[:place] + change + xml[place + 1 :]
        try:
            read(xml)
        except BrokenText as broken:
            assert str(broken)


def test_our_own_package_comes_in_whole_with_its_skills() -> None:
    for version in QtiVersion:
        asked = (question("a-1", "listen.reflect"), *(each._replace(skill="listen.active") for each in EVERY_KIND))
        found = read_qti(write_qti(asked, version).value, "frame.role")
        assert (found.value, found.losses) == (tuple(sorted(asked, key=lambda each: each.id)), ())


def test_more_questions_in_one_item_than_may_be_are_refused_by_number() -> None:
    fields = "".join(f'<p><textEntryInteraction responseIdentifier="R{n}"/></p>' for n in range(21))
    key = "<correctResponse><value>x</value></correctResponse></responseDeclaration>"
    declared = "".join(f'<responseDeclaration identifier="R{n}" baseType="string">{key}' for n in range(21))
    found = read(f'<assessmentItem identifier="i">{declared}<itemBody>{fields}</itemBody></assessmentItem>')
    said = "Cet élément pose 21 questions à la fois, trop pour être reprises : partagez-le."
    assert (found.value, losses(found)) == ((), [("i", said)])
