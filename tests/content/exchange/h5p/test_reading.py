"""H5P packages: single choice sets and their like come in, with pictures, authors and licence; libraries stay shut."""

import json
from hashlib import sha256
from typing import Any

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
        {"library": "H5P.DragQuestion 1.14", "params": {}, "metadata": {"title": "Glisser"}},
    ]
    found = read({"questions": questions}, mainLibrary="H5P.QuestionSet")
    assert [lines(one)[0][:2] for one in found.value] == [("Vrai", False), ("L'ONEM", True), ("Actiris", True)]
    assert [loss.question for loss in found.losses] == ["Glisser"]
    assert "H5P.DragQuestion" in losses(found)[0]


def test_a_key_that_is_none_is_not_true_and_ends_nothing() -> None:
    for correct in [["true"], {"a": 1}, None, 3]:
        asked = {"question": "<p>Le CPAS paie.</p>", "correct": correct}
        assert lines(read(asked, mainLibrary="H5P.TrueFalse").value[0])[1][:2] == ("Faux", True)


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


def test_a_package_of_broken_questions_says_what_is_wrong_with_them() -> None:
    for content in [
        {"choices": [{"question": "Qui ?", "answers": ["seul"]}]},
        *({"choices": [{"question": "", "answers": ["a", "b"]}]}, {"choices": [{"question": 3, "answers": "ab"}]}),
        *({"choices": "rien"}, {"choices": [{"question": "Qui ?", "answers": [f"<p>{n}</p>" for n in range(40)]}]}),
        {"choices": [{"question": "a" * 60_000, "answers": ["a", "b"]}]},
    ]:
        assert said_of(read, content)[0].startswith("Ce paquet H5P (H5P.SingleChoiceSet) n'a aucune question")


WORDS = " ".join(f"*mot {number}*" for number in range(30))
SPLIT = "Un texte à 2 trous devient autant de questions, un trou chacune : relisez leurs énoncés."


def test_each_gap_of_a_text_to_fill_in_is_a_question_with_its_spellings() -> None:
    content = {
        "text": "<p>Complétez.</p>",
        "questions": ["<p>L'*ONEM/RVA:quatre lettres* paie, *l&#039;agence* <b>aide</b>.</p>", "<p>Le *C4*.</p>"],
        "behaviour": {"caseSensitive": False},
    }
    found = read(content, mainLibrary="H5P.Blanks")
    assert [one.stem for one in found.value] == [
        "Complétez.\n\nL'_____ paie, … **aide**.",
        "Complétez.\n\nL'… paie, _____ **aide**.",
        "Complétez.\n\nLe _____.",
    ]
    assert [lines(one)[0][0] for one in found.value] == ["ONEM | RVA", "l'agence", "C4"]
    assert {one.kind for one in found.value} == {QuestionKind.TEXT}
    assert losses(found) == [SPLIT, "Un indice n'est pas repris : « quatre lettres »", SPLIT]
    strict = read({**content, "behaviour": {"caseSensitive": True}}, mainLibrary="H5P.Blanks")
    assert "Là-bas, majuscules et minuscules comptaient ; ici elles ne comptent pas." in losses(strict)


def test_a_word_to_drag_is_chosen_among_all_of_the_text_and_those_beside_it() -> None:
    content = {"textField": "*ONEM\\+Oui.\\-Non.* paie.\n*Actiris* aide.", "distractors": "*CPAS*"}
    found = read(content, mainLibrary="H5P.DragText")
    assert [one.stem for one in found.value] == ["_____ paie.\\\n… aide.", "… paie.\\\n_____ aide."]
    assert lines(found.value[0]) == [("ONEM", True, "Oui."), ("Actiris", False, ""), ("CPAS", False, "")]
    assert losses(found) == [SPLIT, "Un texte qui n'explique aucune option n'est pas repris : « Non. »", SPLIT]


def test_statements_cards_and_paragraphs_come_in() -> None:
    told = {"intro": "Lequel est vrai ?", "summaries": [{"summary": ["<p>L'ONEM paie.</p>", "<p>Unia paie.</p>"]}, {}]}
    [statement] = read(told, mainLibrary="H5P.Summary").value
    assert (statement.stem, lines(statement)[0]) == ("Lequel est vrai ?", ("L'ONEM paie.", True, ""))
    cards = {"description": "Que veut dire", "cards": [{"text": "C4 ?", "answer": "fin/fin de contrat", "tip": "fin"}]}
    found = read(cards, mainLibrary="H5P.Flashcards")
    assert (found.value[0].stem, lines(found.value[0])[0][0]) == ("Que veut dire\n\nC4 ?", "fin | fin de contrat")
    assert losses(found) == ["Un indice n'est pas repris : « fin »"]
    order = {"taskDescription": "Ordre ?", "paragraphs": ["<p>Accueillir</p>", "<p>Écouter</p>"]}
    [one] = read(order, mainLibrary="H5P.SortParagraphs").value
    assert (one.kind, [line[0] for line in lines(one)]) == (QuestionKind.ORDERING, ["Accueillir", "Écouter"])


def test_questions_within_a_book_or_a_presentation_are_found_and_what_is_beside_them_is_named() -> None:
    slides = [
        {"elements": [{"action": {"library": "H5P.AdvancedText 1.1", "params": {"text": "<p>À lire.</p>"}}}]},
        {"elements": [{"action": {"library": "H5P.SingleChoiceSet 1.11", "params": SET}}]},
        {"elements": [{"action": {"library": "H5P.Essay 1.5", "params": {"taskDescription": "Racontez."}}}]},
        {"elements": [{"action": {"library": "H5P.Video 1.6", "params": {}, "metadata": {"title": "Film"}}}]},
    ]
    show = {"library": "H5P.CoursePresentation 1.25", "params": {"presentation": {"slides": slides}}}
    found = read({"chapters": [show]}, mainLibrary="H5P.InteractiveBook")
    assert len(found.value) == 2
    assert losses(found) == [
        "Ce texte sans question n'est pas repris ; mettez-le dans une carte : À lire.",
        "Une question à rédiger ne se corrige pas seule, elle n'est pas reprise : Racontez.",
        "Un élément « H5P.Video » n'est pas une question que Boussole sait poser : il n'est pas repris.",
    ]


def test_what_is_said_of_a_score_and_around_a_set_is_named() -> None:
    scored = {**SET, "overallFeedback": [{"from": 0, "to": 100, "feedback": "Bravo."}]}
    content = {
        "introPage": {"introduction": "<p>Commençons.</p>"},
        "questions": [{"library": "H5P.SingleChoiceSet 1.11", "params": scored}],
        "endGame": {"overallFeedback": [{"feedback": "Fini."}]},
    }
    said = "Ce qui se dit d'une réponse juste, en partie juste ou fausse n'est pas repris : « %s »"
    assert losses(read(content, mainLibrary="H5P.QuestionSet")) == [
        *(said % "Bravo.", said % "Bravo."),
        *("Ce texte sans question n'est pas repris ; mettez-le dans une carte : Commençons.", said % "Fini."),
    ]


def test_what_is_no_question_says_why() -> None:
    for library, content, said in [
        ("Blanks", {"questions": ["Sans trou"]}, "Cette question est un texte à trous, et aucun trou ne s'y lit"),
        ("Blanks", {"questions": ["*a* " * 21]}, "Une question à 21 trous n'est pas reprise"),
        ("DragText", {"textField": "*a*", "distractors": WORDS}, "Cette question a plus de 26 réponses"),
        ("Flashcards", {"cards": [{"text": "a"}]}, "Cette question n'a pas d'énoncé"),
        ("SortParagraphs", {"taskDescription": "a", "paragraphs": 3}, "Cette question n'a pas d'énoncé"),
        ("Essay", {"taskDescription": "Racontez."}, "Une question à rédiger ne se corrige pas seule"),
        ("Blanks", {"questions": [3, None]}, "Cette question est un texte à trous"),
    ]:
        assert said_of(read, content, mainLibrary=f"H5P.{library}")[1].startswith(said)


def test_a_package_of_a_kind_of_ours_that_holds_nothing_says_so() -> None:
    for library, content in [
        *(("Blanks", {}), ("Blanks", {"questions": []}), ("SingleChoiceSet", {"choices": []})),
        *(("Flashcards", {"cards": "rien"}), ("QuestionSet", {"questions": []})),
    ]:
        (told,) = said_of(read, content, mainLibrary=f"H5P.{library}")[1:]
        assert told.startswith(
            "Il est d'un type que Boussole lit, mais ne contient aucun énoncé : complétez-le dans H5P"
        )


def test_elements_hidden_hundreds_deep_end_nothing() -> None:
    deep: dict[str, Any] = {"library": "H5P.SingleChoiceSet 1.11", "params": SET}
    for _ in range(300):
        deep = {"library": "H5P.Column 1.16", "params": {"content": [deep]}}
    assert said_of(read, deep["params"], mainLibrary="H5P.Column")[0].startswith("Ce paquet H5P (H5P.Column)")
