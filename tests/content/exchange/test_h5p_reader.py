"""H5P packages beside the samples of them: pictures come along, libraries stay shut, nothing hostile gets far."""

import json
from hashlib import sha256
from typing import Any

import pytest

from content.exchange.archive import packed
from content.exchange.h5p_reader import read_h5p
from content.exchange.losses import Exchanged
from content.module import Question, QuestionKind
from tests.content.exchange.hostile import said_of

pytestmark = pytest.mark.nightly  # at each commit, the samples

PNG = b"\x89PNG\r\n\x1a\n" + b"pixels"
HASH = sha256(PNG).hexdigest()[:32]
ABOUT = {"title": "Qui paie quoi", "language": "fr", "mainLibrary": "H5P.SingleChoiceSet"}
SET = {
    "choices": [{"question": "Qui ?", "answers": ["L'ONEM", "Actiris"]}, {"question": "Où ?", "answers": ["Ici", "Là"]}]
}


def package(content: object, members: dict[str, bytes] | None = None, **about: object) -> bytes:
    told = {"h5p.json": json.dumps({**ABOUT, **about}).encode(), "content/content.json": json.dumps(content).encode()}
    return packed({**told, **(members or {})})


def read(content: object, members: dict[str, bytes] | None = None, **about: object) -> Exchanged[tuple[Question, ...]]:
    return read_h5p(package(content, members, **about), "frame.role")


def lines(question: Question) -> list[tuple[str, bool, str]]:
    return [(one.text, one.right, one.feedback) for one in question.options]


def losses(found: Exchanged[tuple[Question, ...]]) -> list[str]:
    return [loss.sentence % dict(loss.values) for loss in found.losses]


CHOICE: dict[str, Any] = {
    "question": "<p>Qui ?</p>",
    "answers": [
        {
            "text": "<div>a</div>",
            "correct": True,
            "tipsAndFeedback": {"chosenFeedback": "<div>Oui.</div>", "tip": "Là"},
        },
        {"text": "<div>b</div>", "correct": False, "tipsAndFeedback": {"notChosenFeedback": "<div>Bien vu.</div>"}},
    ],
    "media": {"type": {"library": "H5P.Image 1.1", "params": {"file": {"path": "images/l.png"}, "alt": "Une lettre"}}},
}


def test_a_multiple_choice_comes_in_with_its_picture_and_what_has_no_place_is_named() -> None:
    found = read(CHOICE, {"content/images/l.png": PNG}, mainLibrary="H5P.MultiChoice")
    [one] = found.value
    assert (one.kind, one.stem) == (QuestionKind.ONE, f"![Une lettre](picture:{HASH})\n\nQui ?")
    assert lines(one) == [("a", True, "Oui."), ("b", False, "")]
    assert found.pictures == {HASH: PNG}
    assert losses(found) == [
        "Un indice n'est pas repris : « Là »",
        "Un texte qui n'explique aucune option n'est pas repris : « Bien vu. »",
    ]


def test_the_libraries_of_a_package_are_never_opened() -> None:
    bomb = {"H5P.Question-1.5/a.js": b"\0" * 5_000_000, "H5P.Question-1.5/b.zip": packed({"c": b"d"})}
    assert len(read(SET, bomb).value) == 2


def test_what_is_no_such_package_is_refused_by_name() -> None:
    for members, said in [
        ({}, "Ce paquet H5P n'a pas de h5p.json lisible"),
        ({"h5p.json": b"{}"}, "Ce paquet H5P n'a pas de content/content.json lisible"),
        ({"h5p.json": b"[" * 100_000, "content/content.json": b"{}"}, "Ce paquet H5P n'a pas de h5p.json lisible"),
        (
            {"h5p.json": b'{"a":' + b"9" * 5000 + b"}", "content/content.json": b"{}"},
            "Ce paquet H5P n'a pas de h5p.json",
        ),
        ({"h5p.json": b"[]", "content/content.json": b"{}"}, "Ce paquet H5P n'a pas de h5p.json lisible"),
        ({"h5p.json": b"\xff", "content/content.json": b"{}"}, "Ce paquet H5P n'a pas de h5p.json lisible"),
        ({"h5p.json": b"{}", "content/content.json": b"{}"}, "Ce paquet H5P () n'a aucune question que Boussole sait"),
        ({"h5p.json": b"{}", "content/content.json": b"\0" * 900_000}, "content/content.json grandit démesurément"),
    ]:
        assert said_of(read_h5p, packed(members), "frame.role")[0].startswith(said)


def test_a_question_that_is_too_long_is_named_and_not_taken() -> None:
    content = {"choices": [{"question": "a" * 60_000, "answers": ["a", "b"]}]}
    assert said_of(read, content)[0].startswith("Ce paquet H5P (H5P.SingleChoiceSet) n'a aucune question")


def test_elements_hidden_hundreds_deep_end_nothing() -> None:
    deep: dict[str, Any] = {"library": "H5P.SingleChoiceSet 1.11", "params": SET}
    for _ in range(300):
        deep = {"library": "H5P.Column 1.16", "params": {"content": [deep]}}
    assert said_of(read, deep["params"], mainLibrary="H5P.Column")[0].startswith("Ce paquet H5P (H5P.Column)")
