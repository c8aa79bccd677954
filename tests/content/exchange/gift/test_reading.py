"""GIFT as Moodle's grammar has it: every construct in an example of its own."""

import pytest

from content.exchange.gift.reading import read_gift
from content.module import QuestionKind, QuestionNature, Use
from content.problems import BrokenText
from content.text.reading import read_module
from content.text.writing import write_module
from tests.builders import module
from tests.content.exchange.gift.noted import MATCHING, NUMBER, ONE, ORDERING, SEVERAL, SKILL, TEXT, lines, read, told

CONSTRUCTS = [
    # ------------------------------------------------------------------------------------------------ choice
    ("one right answer", "Qui paie ?{~Le CPAS =L'ONEM ~Unia}", ONE, "Qui paie ?", ["- Le CPAS", "+ L'ONEM", "- Unia"]),
    (
        *("answers on lines of their own", "Qui paie ? {\n\t~Le CPAS\n  =L'ONEM\n}", ONE, "Qui paie ?"),
        ["- Le CPAS", "+ L'ONEM"],
    ),
    (
        *("an answer before the first sign", "Qui ?{Unia ~Actiris =L'ONEM}", ONE, "Qui ?"),
        ["- Unia", "- Actiris", "+ L'ONEM"],
    ),
    (
        *("feedback", "Qui ?{~Le CPAS#Non : il aide. =L'ONEM # Oui. }", ONE, "Qui ?"),
        ["- Le CPAS > Non : il aide.", "+ L'ONEM > Oui."],
    ),
    (
        *("feedback over two lines", "Qui ?{=Lui#Oui,\n   toujours. ~Moi}", ONE, "Qui ?"),
        ["+ Lui > Oui,\ntoujours.", "- Moi"],
    ),
    ("several right answers", "Qui ?{~%50%A ~%50%B ~C}", SEVERAL, "Qui ?", ["+ A", "+ B", "- C"]),
    (
        *("wrong answers that cost", "Qui ?{~%50%A ~%50%B ~%-100%C ~%-100%D}", SEVERAL, "Qui ?"),
        ["+ A", "+ B", "- C", "- D"],
    ),
    ("thirds", "Qui ?{~%33.33333%A ~%33.33333%B ~%33.33333%C ~D}", SEVERAL, "Qui ?", ["+ A", "+ B", "+ C", "- D"]),
    ("full weight without an equals sign", "Qui ?{~%100%A ~B}", SEVERAL, "Qui ?", ["+ A", "- B"]),
    ("a percentage that is no weight", "Combien ?{=10 % ~%dix%}", ONE, "Combien ?", ["+ 10 %", "- %dix%"]),
    # ------------------------------------------------------------------------------------------- true or false
    ("true", "Actiris oriente.{T}", ONE, "Actiris oriente.", ["+ Vrai", "- Faux"]),
    ("true, in full", "Actiris oriente.{ TRUE }", ONE, "Actiris oriente.", ["+ Vrai", "- Faux"]),
    ("false", "Unia paie.{F}", ONE, "Unia paie.", ["- Vrai", "+ Faux"]),
    ("false, in full", "Unia paie.{FALSE}", ONE, "Unia paie.", ["- Vrai", "+ Faux"]),
    ("true, if wrong", "Oui.{T#Si !}", ONE, "Oui.", ["+ Vrai", "- Faux > Si !"]),
    ("true, if wrong and if right", "Oui.{T#Si !#Bien.}", ONE, "Oui.", ["+ Vrai > Bien.", "- Faux > Si !"]),
    ("false, if wrong and if right", "Non.{F#Non !#Bien.}", ONE, "Non.", ["- Vrai > Non !", "+ Faux > Bien."]),
    ("true, if right alone", "Oui.{TRUE##Bien.}", ONE, "Oui.", ["+ Vrai > Bien.", "- Faux"]),
    ("a small letter is a word", "Quelle lettre ?{t}", TEXT, "Quelle lettre ?", ["+ t", "- *"]),
    # -------------------------------------------------------------------------------------------- missing word
    ("a missing word", "L'{=ONEM ~UNIA} paie.", ONE, "L'_____ paie.", ["+ ONEM", "- UNIA"]),
    (
        *("a missing word before a full stop", "On appelle {=l'ONEM =Actiris}.", TEXT, "On appelle _____."),
        ["+ l'ONEM | Actiris", "- *"],
    ),
    ("a missing word at the beginning", "{=Lui ~Moi} paie.", ONE, "_____ paie.", ["+ Lui", "- Moi"]),
    # --------------------------------------------------------------------------------------------------- words
    ("a word to type", "Qui ?{=Actiris}", TEXT, "Qui ?", ["+ Actiris", "- *"]),
    ("a word without its sign", "Qui ?{Actiris}", TEXT, "Qui ?", ["+ Actiris", "- *"]),
    ("several ways to type it", "Qui ?{=deux =2}", TEXT, "Qui ?", ["+ deux | 2", "- *"]),
    (
        *("words with feedback of their own", "Qui ?{=A#Oui. =B#Aussi.}", TEXT, "Qui ?"),
        ["+ A > Oui.", "+ B > Aussi.", "- *"],
    ),
    ("a word that is wrong", "Qui ?{=A =%0%B#Non.}", TEXT, "Qui ?", ["+ A", "- B > Non.", "- *"]),
    ("anything else", "Qui ?{=A =%0%*#Non.}", TEXT, "Qui ?", ["+ A", "- * > Non."]),
    ("anything else, not at the end", "Qui ?{=%0%*#Non. =A}", TEXT, "Qui ?", ["+ A", "- * > Non."]),
    ("a joker", "Qui ?{=Act*}", TEXT, "Qui ?", ["+ Act*", "- *"]),
    ("a star that is typed, a bar", "Qui ?{=a\\*b =c|d#.}", TEXT, "Qui ?", ["+ a b", "+ c d > .", "- *"]),
    # ------------------------------------------------------------------------------------------------- numbers
    ("a number", "Combien ?{#24}", NUMBER, "Combien ?", ["+ 24", "- *"]),
    ("a negative number with decimals", "Combien ?{#-1.5}", NUMBER, "Combien ?", ["+ -1,5", "- *"]),
    ("a number with an exponent", "Combien ?{#1.2e3}", NUMBER, "Combien ?", ["+ 1200", "- *"]),
    ("a number with three decimals", "Combien ?{#3.142}", NUMBER, "Combien ?", ["+ 3,1420", "- *"]),
    (
        *("several numbers", "Combien ?{#\n=24#Oui.\n=%0%12#Non.\n}", NUMBER, "Combien ?"),
        ["+ 24 > Oui.", "- 12 > Non.", "- *"],
    ),
    ("any other number", "Combien ?{#=24#Oui. ~#Non.}", NUMBER, "Combien ?", ["+ 24 > Oui.", "- * > Non."]),
    # ------------------------------------------------------------------------------------------------ matching
    ("lines to order", "Ordre ?{>2 ALL H ABS SHOW none\n=un\n\\{deux\\}\n}", ORDERING, "Ordre ?", ["+ un", "+ {deux}"]),
    (
        *("lines to order, with no more", "Ordre ?{>H P\n\ndeux}".replace("\n\n", "\n"), ORDERING, "Ordre ?"),
        ["+ H P", "+ deux"],
    ),
    ("pairs", "Qui ?{=Durée -> ONEM =Stage->Actiris}", MATCHING, "Qui ?", ["Durée -> ONEM", "Stage -> Actiris"]),
    ("the same answer twice", "Qui ?{=a -> X =b -> X =c -> Y}", MATCHING, "Qui ?", ["a -> X", "b -> X", "c -> Y"]),
    ("an arrow in an answer", "Qui ?{=a -> X -> Y =b -> Z}", MATCHING, "Qui ?", ["a -> X -> Y", "b -> Z"]),
    # -------------------------------------------------------------------------------------------------- escapes
    (
        *("every escape", r"\{a\} \= \~ \# \: \\ b\nc{=\=1 ~\~2 ~\#3 ~\:4 ~\{5\} ~\\6}", ONE, "{a} = ~ # : \\ b\nc"),
        ["+ =1", "- ~2", "- #3", "- :4", "- {5}", "- \\6"],
    ),
    ("an escaped backslash before a sign", r"a\\n{=b\\ ~c}", ONE, "a\\n", ["+ b\\", "- c"]),
    ("a backslash before any other letter", r"a\d{=b ~c}", ONE, r"a\d", ["+ b", "- c"]),
    ("an arrow is no escape where tildes are", "Qui ?{=a -> b ~c}", ONE, "Qui ?", ["+ a -> b", "- c"]),
    # -------------------------------------------------------------------------------------------------- formats
    ("moodle", "[moodle]Qui <b>paie</b> ?{=A ~B}", ONE, "Qui **paie** ?", ["+ A", "- B"]),
    ("no format is moodle", "a &lt; b ? <br>c{=&eacute; ~B}", ONE, "a \\< b ?\\\nc", ["+ é", "- B"]),
    ("without HTML, moodle is left as it is", "a_b *c*\nd < e{=A ~B}", ONE, "a_b *c*\nd < e", ["+ A", "- B"]),
    ("what is typed has no HTML", "[html]<p>Qui</p>{=[html]a&amp;b* =%0%*}", TEXT, "Qui", ["+ a&amp;b*", "- *"]),
    ("a missing word in html", "[html]<p>L'{=ONEM ~Unia} paie.</p>", ONE, "L'_____ paie.", ["+ ONEM", "- Unia"]),
    ("html", "[html]<p>Qui\n<em>paie</em> ?</p><p>Où ?</p>{=A ~B}", ONE, "Qui *paie* ?\n\nOù ?", ["+ A", "- B"]),
    ("plain", "[plain]<b>?{=&lt; ~B}", ONE, "<b>?", ["+ &lt;", "- B"]),
    (
        *("markdown", "[markdown]**Qui** <b>?{=<b> ~[html]<i>a</i>#[plain]<i>}", ONE, "**Qui** <b>?"),
        ["+ <b>", "- *a* > <i>"],
    ),
    ("a bracket that is no format", "[a] ou [b ?{=[c] ~[d}", ONE, "[a] ou [b ?", ["+ [c]", "- [d"]),
    # ------------------------------------------------------------------------------------ titles and comments
    ("a title", "::Une question::Qui ?{=A ~B}", ONE, "Qui ?", ["+ A", "- B"]),
    ("a title with escapes", r"::L\:a\=b::Qui ?{=A ~B}", ONE, "Qui ?", ["+ A", "- B"]),
    ("a title that is not closed", "::Qui ?{=A ~B}", ONE, "Qui ?", ["+ A", "- B"]),
    ("a comment", "// un mot\nQui ?{=A ~B}", ONE, "Qui ?", ["+ A", "- B"]),
    ("a comment between answers", "Qui ?{=A\n  // ~X\n~B}", ONE, "Qui ?", ["+ A", "- B"]),
    ("slashes in a line are no comment", "Qui // quoi ?{=A ~B}", ONE, "Qui // quoi ?", ["+ A", "- B"]),
    ("a stem over two lines", "Qui\nva là ?{=A ~B}", ONE, "Qui\nva là ?", ["+ A", "- B"]),
    (
        *("a line that a module would take for its own", "## Titre\n- [ ] x\n- y{=A ~B}", ONE),
        *("\\## Titre\n\\- [ ] x\n- y", ["+ A", "- B"]),
    ),
]


@pytest.mark.parametrize(
    ("text", "kind", "stem", "options"), [pytest.param(*case, id=name) for name, *case in CONSTRUCTS]
)
def test_a_construct_is_read_as_moodle_reads_it(text: str, kind: QuestionKind, stem: str, options: list[str]) -> None:
    (question,), losses = (read := read_gift(text, SKILL)).value, read.losses
    assert (question.kind, question.stem, lines(question), losses) == (kind, stem, options, ())


def test_true_and_false_are_words_of_the_module() -> None:
    for language, options in [("nl", ["+ Juist", "- Fout"]), ("en", ["+ True", "- False"])]:
        assert lines(read("Actiris.{T}", language)[0]) == options


def test_a_decimal_point_stays_one_in_english() -> None:
    assert lines(read("Pi?{#3.14}", "en")[0])[0] == "+ 3.14"


def test_a_number_fits_within_its_tolerance_or_its_interval() -> None:
    for answers, option, tolerance in [
        *(("24", "24", "0"), ("24:2", "24", "2"), ("24 : 0.25", "24", "0.25"), ("1..5", "3", "2")),
        ("-2.5..0", "-1,25", "1.25"),
    ]:
        (question,) = read(f"Combien ?{{#{answers}}}")
        assert (question.options[0].text, f"{question.tolerance:f}") == (option, tolerance)


def test_comments_carry_what_gift_does_not_know() -> None:
    (question,) = read(
        "// id: cadre-1 skill: frame.role\n// use: check\n// nature: droit\n// cites: duree, age\n"
        "// unit: € par mois\nCombien ?{#1}"
    )
    assert (question.id, question.skill, question.unit) == ("cadre-1", "frame.role", "€ par mois")
    assert (question.use, question.nature, question.cites) == (Use.CHECK, QuestionNature.LAW, ("duree", "age"))


def test_what_moodle_keeps_of_our_comments_is_enough_to_find_the_question_again() -> None:
    (question,) = read("// question: 666  name: Q\n// [id:cadre-1] [tag:skill:frame.role]\n::Q::Qui ?{=A ~B}")
    assert (question.id, question.skill) == ("cadre-1", "frame.role")


def test_comments_that_mean_nothing_here_are_passed_over() -> None:
    (question,) = read(
        "// use: souvent\n// nature: morte\n// kind: ordering\n// feedback: a\n// skill: Écoute\nQui ?{=A ~B}"
    )
    assert (question.use, question.nature, question.kind, question.skill) == (
        *(Use.LEARN, QuestionNature.METHOD, ONE, SKILL),
    )


def test_places_to_match_are_an_ordering_where_the_comment_says_so() -> None:
    text = "Quoi ?{=2 -> B =1 -> A}"
    assert (read(text)[0].kind, read(f"// kind: ordering\n{text}")[0].kind) == (MATCHING, ORDERING)
    assert lines(read(f"// kind: ordering\n{text}")[0]) == ["+ A", "+ B"]


def test_each_question_gets_an_id_of_its_own() -> None:
    asked = "Qui ?{=A ~B}"
    read = read_gift(
        "\n\n".join(
            [
                *(f"::L'écoute, c'est quoi ?::{asked}", f"::L'écoute c'est quoi::{asked}", asked, f"::???::{asked}"),
                *(f"// id: question-3\n{asked}", f"// id: question-3\n{asked}", f"::{'long ' * 50}::{asked}"),
            ]
        ),
        SKILL,
    )
    ids = [question.id for question in read.value]
    assert ids[:2] == ["l-ecoute-c-est-quoi", "l-ecoute-c-est-quoi-2"]
    assert ids[3:6] == [f"{ids[2]}-2", "question-3", "question-3-2"]
    assert len(ids[6]) <= 60
    assert told(read.losses) == ["L'identifiant question-3 sert à deux questions : celle-ci devient question-3-2."]


def test_a_question_without_a_name_has_the_same_id_wherever_it_stands() -> None:
    (alone,), (_, later) = read("Qui ?{=A ~B}"), read("Où ?{=A ~B}\n\nQui ?{=B ~A}")
    assert alone.id == later.id


def test_a_draft_without_feedback_is_a_text_whose_only_fault_is_that() -> None:
    draft = module(questions=read("Qui ?{=A ~B#Non.}\n\nCombien ?{#1}"))
    with pytest.raises(BrokenText) as broken:
        read_module(write_module(draft))
    said = [problem.sentence for problem in broken.value.problems]
    assert said == ["Il manque l'explication de « %(option)s » : ajoutez dessous une ligne « > … »."] * 3


def test_the_letters_of_a_file_are_told_or_guessed() -> None:
    for encoding in ["utf-8", "utf-8-sig", "utf-16", "cp1252"]:
        found = read_gift("Où est l’été ?{=Là ~Ici}".encode(encoding), SKILL)
        assert [question.stem for question in found.value] == ["Où est l’été ?"]
        said = "Ce fichier n'est pas en UTF-8 : il est lu comme Windows écrit souvent les siens. Vérifiez les accents."
        assert told(found.losses) == ([said] if encoding == "cp1252" else [])


def test_the_signs_of_a_tag_are_its_own_also_where_nobody_has_escaped_them() -> None:
    [one] = read('[html]<p style="color:#333">Où ?</p>{=Ici#<a href="https://onem.be/?a=1">ONEM</a> ~<b>Là</b>}')
    assert (one.stem, lines(one)) == ("Où ?", ["+ Ici > [ONEM](https://onem.be/?a=1)", "- **Là**"])
