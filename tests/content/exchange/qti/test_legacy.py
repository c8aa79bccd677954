"""QTI 1.2: words, numbers, lists beside lines and orderings come in as Canvas writes them."""

from content.exchange.losses import Exchanged
from content.exchange.qti.reading import read_qti
from content.module import Question, QuestionKind

STEM = "<material><mattext>{}</mattext></material>"
FIELD = '<response_str ident="r"><render_fib{}><response_label ident="a"/></render_fib></response_str>'
RIGHT = (
    '<respcondition continue="No"><conditionvar>{}</conditionvar><setvar action="Set">100</setvar>{}</respcondition>'
)
EQUAL = '<varequal respident="{}">{}</varequal>'


def item(presentation: str, conditions: str, feedback: str = "") -> bytes:
    asked = f"<presentation>{presentation}</presentation><resprocessing>{conditions}</resprocessing>{feedback}"
    return f'<questestinterop><item ident="g">{asked}</item></questestinterop>'.encode()


def read(presentation: str, conditions: str, feedback: str = "") -> Exchanged[tuple[Question, ...]]:
    return read_qti(item(presentation, conditions, feedback), "frame.role")


def said(found: Exchanged[tuple[Question, ...]]) -> list[str]:
    return [loss.sentence % dict(loss.values) for loss in found.losses]


def test_a_word_to_write_comes_in_with_its_spellings_and_its_explanation() -> None:
    right = RIGHT.format(EQUAL.format("r", "ONEM") + EQUAL.format("r", "l'ONEM"), '<displayfeedback linkrefid="f"/>')
    told = f'<itemfeedback ident="f">{STEM.format("Depuis 1944.")}</itemfeedback>'
    found = read(STEM.format("Qui paie ?") + FIELD.format(""), right, told)
    [asked] = found.value
    assert (asked.kind, asked.stem) == (QuestionKind.TEXT, "Qui paie ?")
    assert [(one.text, one.right, one.feedback) for one in asked.options] == [
        ("ONEM | l'ONEM", True, "Depuis 1944."),
        ("*", False, ""),
    ]
    assert said(found) == []


def test_a_number_comes_in_with_its_margin() -> None:
    for condition, shown, tolerance in [
        (EQUAL.format("r", "30"), "30", "0"),
        ("<or><varequal>4</varequal><and><vargte>3.5</vargte><varlte>4.5</varlte></and></or>", "4", "0.5"),
        ("<vargte>10</vargte><varlte>20</varlte>", "15", "5"),
    ]:
        [asked] = read(STEM.format("Combien ?") + FIELD.format(' fibtype="Decimal"'), RIGHT.format(condition, "")).value
        assert (asked.kind, asked.key, str(asked.tolerance)) == (QuestionKind.NUMBER, (shown,), tolerance)


def line(name: str, text: str) -> str:
    labels = "".join(
        f'<response_label ident="{n}">{STEM.format(t)}</response_label>' for n, t in (("1", "ONEM"), ("2", "Actiris"))
    )
    return f'<response_lid ident="{name}">{STEM.format(text)}<render_choice>{labels}</render_choice></response_lid>'


def test_lists_beside_lines_come_in_as_a_matching() -> None:
    right = RIGHT.format(EQUAL.format("x", "1"), "") + RIGHT.format(EQUAL.format("y", "2"), "")
    found = read(STEM.format("Qui décide ?") + line("x", "Le droit") + line("y", "Le stage"), right)
    [asked] = found.value
    assert (asked.kind, asked.stem) == (QuestionKind.MATCHING, "Qui décide ?")
    assert [(one.text, one.match) for one in asked.options] == [("Le droit", "ONEM"), ("Le stage", "Actiris")]
    assert said(found) == []


def test_an_ordering_comes_in_in_its_right_order() -> None:
    labels = "".join(f'<response_label ident="{n}">{STEM.format(n * 2)}</response_label>' for n in "abc")
    lid = f'<response_lid ident="r" rcardinality="Ordered"><render_choice>{labels}</render_choice></response_lid>'
    key = RIGHT.format("".join(EQUAL.format("r", n) for n in "cab"), "")
    [asked] = read(STEM.format("Dans quel ordre ?") + lid, key).value
    assert (asked.kind, [one.text for one in asked.options]) == (QuestionKind.ORDERING, ["cc", "aa", "bb"])


OTHER = "La correction de cette question ne peut pas être reprise telle quelle : la question ne l'est pas."
NO_KEY = "Le fichier ne dit pas quelle réponse est juste : cette question n'est pas reprise."


def test_what_says_no_key_that_we_can_mark_is_named_and_not_taken() -> None:
    for presentation, conditions, sentence in [
        (FIELD.format(""), "", NO_KEY),
        (FIELD.format(""), RIGHT.format(EQUAL.format("r", "a*"), ""), OTHER),
        (FIELD.format(""), RIGHT.format("<varsubstring>a</varsubstring>", ""), OTHER),
        (FIELD.format(' fibtype="Integer"'), RIGHT.format(EQUAL.format("r", "douze"), ""), OTHER),
        (FIELD.format(' fibtype="Integer"'), RIGHT.format("<vargte>1</vargte>", ""), OTHER),
        (
            FIELD.format(' fibtype="Integer"'),
            RIGHT.format("<vargte>1</vargte><varlte>2</varlte>", "") + RIGHT.format(EQUAL.format("r", "9"), ""),
            OTHER,
        ),
        (line("x", "a") + line("y", "b"), RIGHT.format(EQUAL.format("x", "1"), ""), NO_KEY),
        ('<response_lid ident="r" rcardinality="Ordered"><render_choice/></response_lid>', "", NO_KEY),
    ]:
        found = read(STEM.format("Quoi ?") + presentation, conditions)
        assert (found.value, said(found)) == ((), [sentence])


def blank(name: str, *words: str) -> str:
    labels = (f'<response_label ident="{word}">{STEM.format(word)}</response_label>' for word in words)
    offered = f"{STEM.format(name)}<render_choice>{''.join(labels)}</render_choice>"
    return f'<response_lid ident="r_{name}">{offered}</response_lid>'


BLANKS = STEM.format("L'[qui] paie, [aide] aide.") + blank("qui", "ONEM", "RVA") + blank("aide", "Actiris", "Forem")
KEYS = "".join(RIGHT.format(EQUAL.format(f"r_{name}", word), "") for name, word in (("qui", "ONEM"), ("aide", "Forem")))


def test_lists_named_in_a_text_are_gaps_of_it() -> None:
    found = read(BLANKS, KEYS)
    assert [(one.id, one.kind, one.stem) for one in found.value] == [
        ("g-1", QuestionKind.ONE, "L'_____ paie, … aide."),
        ("g-2", QuestionKind.ONE, "L'… paie, _____ aide."),
    ]
    assert [[(each.text, each.right) for each in one.options] for one in found.value] == [
        [("ONEM", True), ("RVA", False)],
        [("Actiris", False), ("Forem", True)],
    ]


def test_where_they_are_typed_each_word_of_a_list_is_right() -> None:
    kind = (
        "<itemmetadata><qtimetadatafield><fieldentry>fill_in_multiple_blanks_question</fieldentry></qtimetadatafield>"
    )
    data = item(BLANKS, KEYS).replace(b"<presentation>", f"{kind}</itemmetadata><presentation>".encode())
    one, _ = read_qti(data, "frame.role").value
    assert (one.kind, one.stem, one.options[0].text) == (QuestionKind.TEXT, "L'_____ paie, … aide.", "ONEM | RVA")


def test_a_text_without_an_answer_is_named_by_what_it_says() -> None:
    found = read(STEM.format("Lisez."), "")
    assert said(found) == ["Ce texte sans question n'est pas repris ; mettez-le dans une carte : Lisez."]


def test_what_canvas_says_of_right_and_wrong_answers_explains_the_options() -> None:
    said_of_all = (("correct_fb", "Oui."), ("general_incorrect_fb", "Non."), ("general_fb", "Voir l'AR."))
    told = "".join(f'<itemfeedback ident="{name}">{STEM.format(text)}</itemfeedback>' for name, text in said_of_all)
    labels = "".join(f'<response_label ident="{n}">{STEM.format(n)}</response_label>' for n in ("ONEM", "CPAS", "Unia"))
    asked = f'<response_lid ident="r" rcardinality="Single"><render_choice>{labels}</render_choice></response_lid>'
    found = read(STEM.format("Qui ?") + asked, RIGHT.format(EQUAL.format("r", "ONEM"), ""), told)
    assert [one.feedback for one in found.value[0].options] == ["Oui.\n\nVoir l'AR.", "Non.", "Non."]
    assert said(found) == ["L'explication générale est ajoutée à celle de la première bonne réponse : relisez-la."]
