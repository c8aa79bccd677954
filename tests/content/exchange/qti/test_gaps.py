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


TOGETHER = "Cet élément pose 2 questions à la fois : chacune est reprise à part, relisez-la."


def test_two_fields_with_keys_are_two_questions() -> None:
    body = '<p><textEntryInteraction responseIdentifier="A"/> <textEntryInteraction responseIdentifier="B"/>.</p>'
    found = read(body, ("A", "string", "x"), ("B", "string", "y"))
    told = [(one.id, one.stem, one.key) for one in found.value]
    assert told == [("i-1", "_____ ….", ("x",)), ("i-2", "… _____.", ("y",))]
    assert said(found) == [TOGETHER, TOGETHER]


def choices(name: str, prompt: str, *texts: str) -> str:
    options = "".join(f'<simpleChoice identifier="{text}">{text}</simpleChoice>' for text in texts)
    return f'<choiceInteraction responseIdentifier="{name}"><prompt>{prompt}</prompt>{options}</choiceInteraction>'


def test_two_choices_of_one_item_are_two_questions_on_the_same_case() -> None:
    body = f"<p>Le cas.</p>{choices('A', 'Qui ?', 'ONEM', 'CPAS')}<p>Et puis.</p>{choices('B', 'Où ?', 'Ici', 'Là')}"
    one, two = read(body, ("A", "identifier", "ONEM"), ("B", "identifier", "Ici")).value
    assert (one.stem, [each.text for each in one.options]) == ("Le cas.\n\nQui ?\n\nEt puis.", ["ONEM", "CPAS"])
    assert (two.stem, two.key) == ("Le cas.\n\nEt puis.\n\nOù ?", ("a",))


def test_more_questions_in_one_item_than_may_be_are_refused_by_number() -> None:
    body = "".join(f'<p><textEntryInteraction responseIdentifier="R{n}"/></p>' for n in range(21))
    found = read(body, *((f"R{n}", "string", "x") for n in range(21)))
    assert said(found) == ["Cet élément pose 21 questions à la fois, trop pour être reprises : partagez-le."]


def test_words_to_put_into_gaps_are_a_list_in_each() -> None:
    words = '<gapText identifier="O" matchMax="1">ONEM</gapText><gapText identifier="A" matchMax="1">Actiris</gapText>'
    text = '<p>L\'<gap identifier="G1"/> paie, <gap identifier="G2"/> aide.</p>'
    body = f'<gapMatchInteraction responseIdentifier="R"><prompt>Complétez.</prompt>{words}{text}</gapMatchInteraction>'
    found = read(body, ("R", "directedPair", "O G1</value><value>A G2"))
    assert [(one.kind, one.stem) for one in found.value] == [
        (QuestionKind.ONE, "Complétez.\n\nL'_____ paie, … aide."),
        (QuestionKind.ONE, "Complétez.\n\nL'… paie, _____ aide."),
    ]
    assert [[(each.text, each.right) for each in one.options] for one in found.value] == [
        [("ONEM", True), ("Actiris", False)],
        [("ONEM", False), ("Actiris", True)],
    ]


def test_words_to_mark_in_a_text_are_its_options() -> None:
    text = '<p>Le <hottext identifier="A">CPAS</hottext> paie le <hottext identifier="B">chômage</hottext>.</p>'
    body = f'<hottextInteraction responseIdentifier="R"><prompt>La faute ?</prompt>{text}</hottextInteraction>'
    found = read(body, ("R", "identifier", "A"))
    [asked] = found.value
    assert (asked.stem, [each.text for each in asked.options]) == (
        "La faute ?\n\nLe CPAS paie le chômage.",
        ["CPAS", "chômage"],
    )
    assert (asked.key, said(found)) == (("a",), [])


def test_rules_that_only_compare_with_the_key_say_nothing_more_than_the_key() -> None:
    test = '<match><variable identifier="R"/><correct identifier="R"/></match>'
    score = '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>'
    rule = f"<responseCondition><responseIf>{test}{score}</responseIf></responseCondition>"
    data = item('<p>Qui ?</p><p><textEntryInteraction responseIdentifier="R"/></p>', ("R", "string", "ONEM"))
    data = data.replace(b"</itemBody>", f"</itemBody><responseProcessing>{rule * 2}</responseProcessing>".encode())
    [asked] = read_qti(data, "frame.role").value
    assert (asked.stem, asked.key) == ("Qui ?", ("ONEM",))


def test_a_text_alone_and_an_essay_are_named_by_what_they_say() -> None:
    assert said(read("<p>Lisez.</p>")) == [
        "Ce texte sans question n'est pas repris ; mettez-le dans une carte : Lisez."
    ]
    essay = read('<p>Racontez.</p><extendedTextInteraction responseIdentifier="R"/>', ("R", "string", ""))
    assert said(essay) == ["Une question à rédiger ne se corrige pas seule, elle n'est pas reprise : Racontez."]


def test_spellings_that_differ_by_what_is_forgiven_are_one() -> None:
    mapping = '<mapping><mapEntry mapKey="york" mappedValue="0.5"/><mapEntry mapKey="Yorke" mappedValue="1"/></mapping>'
    data = item('<p><textEntryInteraction responseIdentifier="R"/></p>', ("R", "string", "York"))
    data = data.replace(b"</correctResponse>", f"</correctResponse>{mapping}".encode())
    [asked] = read_qti(data.replace(b"<itemBody><p>", b"<itemBody><p>Quel duc ?</p><p>"), "frame.role").value
    assert [one.text for one in asked.options] == ["York | Yorke", "*"]


SHOWN = '<feedbackBlock outcomeIdentifier="F" identifier="{}" showHide="show"><p>{}</p></feedbackBlock>'
SET = '<setOutcomeValue identifier="F"><baseValue baseType="identifier">{}</baseValue></setOutcomeValue>'


def rule(name: str, right: str, wrong: str) -> str:
    test = f'<match><variable identifier="{name}"/><correct identifier="{name}"/></match>'
    branches = f"<responseIf>{test}{SET.format(right)}</responseIf><responseElse>{SET.format(wrong)}</responseElse>"
    return f"<responseCondition>{branches}</responseCondition>"


def with_rules(data: bytes, rules: str) -> bytes:
    return data.replace(b"</itemBody>", f"</itemBody><responseProcessing>{rules}</responseProcessing>".encode())


def test_what_is_said_of_a_right_or_wrong_answer_or_of_any_explains_the_options() -> None:
    shown = "".join(SHOWN.format(name, text) for name, text in (("r", "Oui."), ("w", "Non."), ("a", "Voir l'AR.")))
    data = item(choices("R", "Qui ?", "ONEM", "CPAS", "Unia") + shown, ("R", "identifier", "ONEM"))
    found = read_qti(with_rules(data, rule("R", "r", "w") + SET.format("a")), "frame.role")
    assert [one.feedback for one in found.value[0].options] == ["Oui.\n\nVoir l'AR.", "Non.", "Non."]
    assert said(found) == ["L'explication générale est ajoutée à celle de la première bonne réponse : relisez-la."]


def test_what_explains_one_question_of_an_item_is_not_lost_of_the_others() -> None:
    shown = SHOWN.format("ra", "Oui, A.") + SHOWN.format("rb", "Oui, B.") + SHOWN.format("x", "Perdu.")
    body = choices("A", "Qui ?", "ONEM", "CPAS") + choices("B", "Où ?", "Ici", "Là") + shown
    data = item(body, ("A", "identifier", "ONEM"), ("B", "identifier", "Ici"))
    found = read_qti(with_rules(data, rule("A", "ra", "wa") + rule("B", "rb", "wb")), "frame.role")
    assert [one.options[0].feedback for one in found.value] == ["Oui, A.", "Oui, B."]
    lost = "Un texte qui n'explique aucune option n'est pas repris : « Perdu. »"
    assert said(found) == [lost, TOGETHER, lost, TOGETHER]


def test_what_is_said_of_several_right_answers_goes_to_the_first_of_them() -> None:
    body = choices("R", "Qui ?", "ONEM", "Actiris", "CPAS") + SHOWN.format("r", "Oui.") + SHOWN.format("w", "Non.")
    data = item(body, ("R", "identifier", "ONEM</value><value>Actiris")).replace(b'"single"', b'"multiple"')
    found = read_qti(with_rules(data, rule("R", "r", "w")), "frame.role")
    assert [one.feedback for one in found.value[0].options] == ["Oui.", "", ""]
    assert said(found)[0] == "Un texte qui n'explique aucune option n'est pas repris : « Non. »"
