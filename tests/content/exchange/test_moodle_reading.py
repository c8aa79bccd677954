"""Moodle XML beside the samples of it: pictures, encodings, and what is too much."""

from base64 import b64encode
from hashlib import sha256

from content.exchange.formats import format_of
from content.exchange.losses import Exchanged
from content.exchange.moodle_xml import read_moodle
from content.module import Question
from tests.content.exchange.hostile import said_of

PNG = b"\x89PNG\r\n\x1a\n" + b"pixels"
HASH = sha256(PNG).hexdigest()[:32]


def html(tag: str, text: str, more: str = "") -> str:
    return f'<{tag} format="html"><text><![CDATA[{text}]]></text>{more}</{tag}>'


def answer(worth: str, text: str, feedback: str = "", more: str = "") -> str:
    said = html("feedback", feedback) if feedback else ""
    return f'<answer fraction="{worth}" format="html"><text>{text}</text>{said}{more}</answer>'


def asked(kind: str, text: str, inside: str, name: str = "Qui paie ?") -> str:
    return f'<question type="{kind}"><name><text>{name}</text></name>{html("questiontext", text)}{inside}</question>'


def read(*questions: str, language: str = "fr") -> Exchanged[tuple[Question, ...]]:
    return read_moodle(f"<?xml version='1.0'?><quiz>{''.join(questions)}</quiz>".encode(), "frame.role", language)


def losses(found: Exchanged[tuple[Question, ...]]) -> list[str]:
    return [loss.sentence % dict(loss.values) for loss in found.losses]


TWO = answer("100", "L'ONEM", "<p>Depuis <b>1944</b>.</p>") + answer("0", "Actiris")


def test_a_number_of_lines_that_nobody_can_show_is_no_loss() -> None:
    drawn = f"<selecttype>RANDOM</selecttype><selectcount>{'9' * 5000}</selectcount>"
    assert losses(read(asked("ordering", "Ordre ?", drawn + answer("1", "a") + answer("2", "b")))) == []


def test_the_picture_of_an_old_export_stands_above_its_text() -> None:
    old = f"<image>une.png</image><image_base64>\n{b64encode(PNG).decode()}\n</image_base64>"
    found = read(asked("multichoice", "Que lit-on ?", old + TWO))
    assert found.value[0].stem == f"![](picture:{HASH})\n\nQue lit-on ?"
    assert (found.pictures, len(losses(found))) == ({HASH: PNG}, 1)


def test_a_file_in_utf_16_is_known_as_moodle() -> None:
    assert format_of("<?xml version='1.0' encoding='UTF-16'?><quiz></quiz>".encode("utf-16"), "q.xml") == "moodle"


def file(name: str, data: bytes) -> str:
    return f'<file name="{name}" path="/" encoding="base64">{b64encode(data).decode()}</file>'


def test_pictures_come_with_their_descriptions() -> None:
    text = '<p>Que lit-on ?</p><p><img src="@@PLUGINFILE@@/une%20lettre.png" alt="Une [lettre]"/></p>'
    question = html("questiontext", text, file("une lettre.png", PNG) + file("son.mp3", b"ID3"))
    found = read(f'<question type="multichoice"><name><text>a</text></name>{question}{TWO}</question>')
    assert found.value[0].stem == f"Que lit-on ?\n\n![Une \\[lettre\\]](picture:{HASH})"
    assert found.pictures == {HASH: PNG}
    assert losses(found) == ["Ces fichiers ne sont pas des images lisibles, ils ne sont pas repris : son.mp3."]


def test_a_picture_without_description_asks_for_one() -> None:
    question = html("questiontext", '<img src="@@PLUGINFILE@@/a.png"/>', file("a.png", PNG))
    found = read(f'<question type="multichoice"><name><text>a</text></name>{question}{TWO}</question>')
    assert losses(found) == ["Une image est venue sans description : écrivez-la entre les crochets."]


def test_a_text_that_is_too_long_leaves_only_its_own_question_out() -> None:
    found = read(asked("multichoice", "a" * 60_000, TWO), asked("multichoice", "Qui ?", TWO, "bonne"))
    assert ([one.id for one in found.value], len(losses(found))) == (["bonne"], 1)
    assert losses(found)[0].startswith("Un texte de cette question est trop long")


def test_a_file_without_a_question_is_refused() -> None:
    for xml in ["<quiz/>", "<html/>"]:
        said = ["Ce fichier ne contient aucune question de Moodle : vérifiez son format."]
        assert said_of(read_moodle, xml.encode(), "frame.role") == said


def test_entities_are_refused() -> None:
    data = b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz><question type="essay"/></quiz>'
    assert said_of(read_moodle, data, "frame.role")[0].startswith("Ce fichier XML contient un DOCTYPE")
