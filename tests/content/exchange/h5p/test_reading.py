"""H5P packages: single choice sets and their like come in, with pictures, authors and licence; libraries stay shut."""

import json
from hashlib import sha256
from typing import Any

import pytest

from content.exchange.archive import packed
from content.exchange.h5p.reading import read_h5p
from content.exchange.losses import Exchanged
from content.module import Question, QuestionKind
from tests.content.exchange.hostile import said_of

PNG = b"\x89PNG\r\n\x1a\n" + b"pixels"
HASH = sha256(PNG).hexdigest()[:32]
ABOUT = {"title": "Qui paie quoi", "language": "fr", "mainLibrary": "H5P.SingleChoiceSet"}
SET = {
    "choices": [
        {
            "subContentId": "6a1b",
            "question": "<p>Qui <b>paie</b> ?</p>\n",
            "answers": ["<p>L'ONEM</p>", "<p>Actiris</p>"],
        },
        {"question": "Qui place ?", "answers": ["Actiris", "L'ONEM", "Le CPAS"]},
    ],
    "overallFeedback": [{"from": 0, "to": 100}],
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


def test_the_first_alternative_of_a_single_choice_is_the_right_one() -> None:
    found = read(SET)
    one, two = found.value
    assert (one.skill, one.kind, one.stem) == ("frame.role", QuestionKind.ONE, "Qui **paie** ?")
    assert lines(one) == [("L'ONEM", True, ""), ("Actiris", False, "")]
    assert two.key == ("a",)
    assert (losses(found), found.credit) == ([], "")


def test_authors_licence_and_address_come_along() -> None:
    authors = [{"name": "Ada Leroy", "role": "Author"}, {"name": "Formaform", "role": "Editor"}]
    found = read(SET, authors=authors, license="CC BY-SA", licenseVersion="4.0", source="https://example.org/quiz")
    assert found.credit == "Qui paie quoi · Ada Leroy, Formaform · CC BY-SA 4.0 · https://example.org/quiz"


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


def test_several_right_answers_are_several_and_so_is_what_says_so() -> None:
    both = {**CHOICE, "answers": [{**one, "correct": True} for one in CHOICE["answers"]]}
    assert read(both, mainLibrary="H5P.MultiChoice").value[0].kind is QuestionKind.SEVERAL
    multi = {**CHOICE, "behaviour": {"type": "multi"}}
    assert read(multi, mainLibrary="H5P.MultiChoice").value[0].kind is QuestionKind.SEVERAL


def test_a_set_gives_its_questions_and_names_what_is_none_of_ours() -> None:
    true = {"question": "<p>Le CPAS paie.</p>", "correct": "false", "behaviour": {"feedbackOnCorrect": "Oui."}}
    questions = [
        {"library": "H5P.TrueFalse 1.8", "params": true},
        {"library": "H5P.SingleChoiceSet 1.11", "params": SET},
        {"library": "H5P.DragText 1.10", "params": {}, "metadata": {"title": "Glisser"}},
    ]
    found = read({"questions": questions}, mainLibrary="H5P.QuestionSet")
    assert [lines(one)[0][:2] for one in found.value] == [("Vrai", False), ("L'ONEM", True), ("Actiris", True)]
    assert [loss.question for loss in found.losses] == ["Glisser"]
    assert "H5P.DragText" in losses(found)[0]


@pytest.mark.parametrize("correct", [["true"], {"a": 1}, None, 3])
def test_a_key_that_is_none_is_not_true_and_ends_nothing(correct: object) -> None:
    asked = {"question": "<p>Le CPAS paie.</p>", "correct": correct}
    assert lines(read(asked, mainLibrary="H5P.TrueFalse").value[0])[1][:2] == ("Faux", True)


def test_the_libraries_of_a_package_are_never_opened() -> None:
    bomb = {"H5P.Question-1.5/a.js": b"\0" * 5_000_000, "H5P.Question-1.5/b.zip": packed({"c": b"d"})}
    assert len(read(SET, bomb).value) == 2


@pytest.mark.parametrize(
    ("members", "said"),
    [
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
    ],
)
def test_what_is_no_such_package_is_refused_by_name(members: dict[str, bytes], said: str) -> None:
    assert said_of(lambda: read_h5p(packed(members), "frame.role"))[0].startswith(said)


@pytest.mark.parametrize(
    "content",
    [
        {"choices": [{"question": "Qui ?", "answers": ["seul"]}]},
        {"choices": [{"question": "", "answers": ["a", "b"]}]},
        {"choices": [{"question": 3, "answers": "ab"}]},
        {"choices": "rien"},
        {"choices": [{"question": "Qui ?", "answers": [f"<p>{n}</p>" for n in range(40)]}]},
        {"choices": [{"question": "a" * 60_000, "answers": ["a", "b"]}]},
    ],
)
def test_a_package_of_broken_questions_says_what_is_wrong_with_them(content: object) -> None:
    assert said_of(lambda: read(content))[0].startswith("Ce paquet H5P (H5P.SingleChoiceSet) n'a aucune question")
