"""A field within a sentence comes in as a gap of it, a list within one as options; fields without a key stay open."""

from content.exchange.losses import Exchanged
from content.exchange.qti.reading import read_qti
from content.module import Question, QuestionKind

KEY = "<correctResponse><value>{}</value></correctResponse>"


def item(body: str, *declarations: tuple[str, str, str]) -> bytes:
    declared = "".join(
        f'<responseDeclaration identifier="{name}" cardinality="single" baseType="{base}">{key and KEY.format(key)}'
        "</responseDeclaration>"
        for name, base, key in declarations
    )
    return f'<assessmentItem identifier="i">{declared}<itemBody>{body}</itemBody></assessmentItem>'.encode()


def read(body: str, *declarations: tuple[str, str, str]) -> Exchanged[tuple[Question, ...]]:
    return read_qti(item(body, *declarations), "frame.role")


def said(found: Exchanged[tuple[Question, ...]]) -> list[str]:
    return [loss.sentence % dict(loss.values) for loss in found.losses]


def test_a_word_missing_within_a_sentence_is_asked_where_it_is_missing() -> None:
    found = read('<p>L\'<textEntryInteraction responseIdentifier="R"/> paie.</p>', ("R", "string", "ONEM"))
    [asked] = found.value
    assert (asked.kind, asked.stem, asked.key) == (QuestionKind.TEXT, "L'_____ paie.", ("ONEM",))
    assert said(found) == []


def test_a_number_within_a_sentence_too_and_what_follows_it_is_no_unit() -> None:
    [asked] = read('<p>Il faut <textEntryInteraction responseIdentifier="R"/> jours.</p>', ("R", "integer", "30")).value
    assert (asked.kind, asked.stem, asked.unit) == (QuestionKind.NUMBER, "Il faut _____ jours.", "")


def test_what_follows_a_field_of_words_belongs_to_its_sentence() -> None:
    [asked] = read('<p><textEntryInteraction responseIdentifier="R"/> et de Galles</p>', ("R", "string", "York")).value
    assert asked.stem == "_____ et de Galles"


def test_a_list_within_a_sentence_gives_its_options_and_leaves_a_gap() -> None:
    choices = "".join(
        f'<inlineChoice identifier="{name}">{text}</inlineChoice>' for name, text in (("A", "L'ONEM"), ("B", "Actiris"))
    )
    field = f'<inlineChoiceInteraction responseIdentifier="R">{choices}</inlineChoiceInteraction>'
    body = f"<p>C'est {field}, à Bruxelles.</p>"
    found = read(body, ("R", "identifier", "B"))
    [asked] = found.value
    assert (asked.kind, asked.stem) == (QuestionKind.ONE, "C'est _____, à Bruxelles.")
    assert [(one.text, one.right) for one in asked.options] == [("L'ONEM", False), ("Actiris", True)]
    assert said(found) == []


def test_fields_without_a_key_beside_one_that_has_one_stay_open_and_are_counted() -> None:
    field = '<p>{} : <textEntryInteraction responseIdentifier="{}"/></p>'
    body = field.format("Qui", "A") + field.format("Où", "B") + field.format("Quand", "C")
    found = read(body, ("A", "string", ""), ("B", "string", "Ixelles"), ("C", "string", ""))
    [asked] = found.value
    assert (asked.stem, asked.key) == ("Qui : …\n\nOù : _____\n\nQuand : …", ("Ixelles",))
    assert said(found) == ["2 champ(s) sans réponse juste ne sont pas posés : « … » en tient la place."]


def test_two_fields_with_keys_are_two_questions_and_so_none_of_ours() -> None:
    body = '<p><textEntryInteraction responseIdentifier="A"/> <textEntryInteraction responseIdentifier="B"/></p>'
    found = read(body, ("A", "string", "x"), ("B", "string", "y"))
    assert found.value == ()
    assert said(found)[0].startswith("Cet élément n'est pas une question que Boussole sait poser (textEntry")


def test_spellings_that_differ_by_what_is_forgiven_are_one() -> None:
    mapping = '<mapping><mapEntry mapKey="york" mappedValue="0.5"/><mapEntry mapKey="Yorke" mappedValue="1"/></mapping>'
    data = item('<p><textEntryInteraction responseIdentifier="R"/></p>', ("R", "string", "York"))
    data = data.replace(b"</correctResponse>", f"</correctResponse>{mapping}".encode())
    [asked] = read_qti(data.replace(b"<itemBody><p>", b"<itemBody><p>Quel duc ?</p><p>"), "frame.role").value
    assert [one.text for one in asked.options] == ["York | Yorke", "*"]
