"""Moodle XML from elsewhere: what comes in, and what is named because it does not."""

from base64 import b64encode
from hashlib import sha256

from content.exchange.formats import format_of
from content.exchange.losses import Exchanged
from content.exchange.moodle.reading import read_moodle
from content.module import Question, QuestionKind, QuestionNature, Use
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


def lines(question: Question) -> list[tuple[str, bool, str]]:
    return [(one.text, one.right, one.feedback) for one in question.options]


def losses(found: Exchanged[tuple[Question, ...]]) -> list[str]:
    return [loss.sentence % dict(loss.values) for loss in found.losses]


TWO = answer("100", "L'ONEM", "<p>Depuis <b>1944</b>.</p>") + answer("0", "Actiris")


def test_a_single_choice_comes_in_with_its_explanations() -> None:
    found = read(asked("multichoice", "<p>Qui <em>paie</em> ?</p>", f"<single>true</single>{TWO}"))
    [one] = found.value
    assert (one.id, one.skill, one.kind, one.stem) == ("qui-paie", "frame.role", QuestionKind.ONE, "Qui *paie* ?")
    assert lines(one) == [("L'ONEM", True, "Depuis **1944**."), ("Actiris", False, "")]
    assert losses(found) == []


def test_blanks_around_the_name_of_a_type_are_none_of_it() -> None:
    assert read(asked(" multichoice ", "Qui ?", TWO)).value[0].kind is QuestionKind.ONE


def test_several_answers_are_those_that_bring_anything() -> None:
    inside = "<single>false</single>" + answer("50", "a") + answer("50", "b") + answer("-50", "c")
    found = read(asked("multichoice", "Quoi ?", inside))
    assert (found.value[0].kind, found.value[0].key) == (QuestionKind.SEVERAL, ("a", "b"))
    assert losses(found) == []
    uneven = inside.replace('"50"', '"75"', 1).replace('"50"', '"25"', 1)
    assert losses(read(asked("multichoice", "Quoi ?", uneven)))[0].startswith("Les points partiels")


def test_true_or_false_is_said_in_the_language_of_the_module() -> None:
    for true, false in [("true", "false"), ("Vrai", "Faux")]:
        inside = answer("0", true, "Non.") + answer("100", false, "Oui.")
        [one] = read(asked("truefalse", "Le CPAS paie.", inside), language="nl").value
        assert lines(one) == [("Juist", False, "Non."), ("Fout", True, "Oui.")]


def test_words_to_write_come_in_in_the_order_in_which_moodle_tries_them() -> None:
    inside = "<usecase>1</usecase>" + answer("100", "ONEM") + answer("100", "l'ONEM") + answer("0", "*", "Non.")
    found = read(asked("shortanswer", "Qui ?", inside))
    assert lines(found.value[0]) == [("ONEM | l'ONEM", True, ""), ("*", False, "Non.")]
    assert losses(found) == ["Là-bas, majuscules et minuscules comptaient ; ici elles ne comptent pas."]


def test_a_number_comes_in_with_its_margin_and_its_unit() -> None:
    unit = "<units><unit><multiplier>1</multiplier><unit_name>jours</unit_name></unit></units>"
    inside = answer("100", "12.5", "", "<tolerance>0.5</tolerance>") + answer("0", "*") + unit
    [one] = read(asked("numerical", "Combien ?", inside)).value
    assert (one.kind, one.key, str(one.tolerance), one.unit) == (QuestionKind.NUMBER, ("12,5",), "0.5", "jours")


def pair(text: str, match: str) -> str:
    return f'<subquestion format="html"><text>{text}</text><answer><text>{match}</text></answer></subquestion>'


def test_pairs_come_in_and_an_answer_that_goes_with_none_is_named() -> None:
    found = read(asked("matching", "Qui ?", pair("Le droit", "ONEM") + pair("Le stage", "Actiris") + pair("", "CPAS")))
    assert [(one.text, one.match) for one in found.value[0].options] == [("Le droit", "ONEM"), ("Le stage", "Actiris")]
    assert losses(found) == ["« CPAS » ne va avec aucune ligne : cette réponse en trop n'est pas reprise."]


def test_lines_to_order_come_in_as_they_stand() -> None:
    [one] = read(asked("ordering", "Dans quel ordre ?", answer("1", "un") + answer("2", "deux"))).value
    assert (one.kind, [line[0] for line in lines(one)]) == (QuestionKind.ORDERING, ["un", "deux"])


def test_lines_of_which_some_only_were_shown_are_all_to_be_ordered_and_that_is_said() -> None:
    drawn = "<selecttype>RANDOM</selecttype><selectcount>2</selectcount>"
    found = read(asked("ordering", "Ordre ?", drawn + answer("1", "a") + answer("2", "b") + answer("3", "c")))
    assert losses(found) == ["Là-bas, 2 lignes étaient montrées à la fois ; ici, toutes sont à mettre en ordre."]


def test_a_number_of_lines_that_nobody_can_show_is_no_loss() -> None:
    drawn = f"<selecttype>RANDOM</selecttype><selectcount>{'9' * 5000}</selectcount>"
    assert losses(read(asked("ordering", "Ordre ?", drawn + answer("1", "a") + answer("2", "b")))) == []


def test_a_text_with_one_gap_comes_in() -> None:
    for gap, kind, options in [
        (
            "{1:SHORTANSWER:=ONEM#Oui~%0%CPAS#Non}",
            QuestionKind.TEXT,
            [("ONEM", True, "Oui"), ("CPAS", False, "Non"), ("*", False, "")],
        ),
        ("{:MC:CPAS~=ONEM\\}#Oui}", QuestionKind.ONE, [("CPAS", False, ""), ("ONEM}", True, "Oui")]),
        ("{2:NUMERICAL:=30:0.5#Oui}", QuestionKind.NUMBER, [("30", True, "Oui"), ("*", False, "")]),
        ("{1:MRH:%50%a~%50%b~c}", QuestionKind.SEVERAL, [("a", True, ""), ("b", True, ""), ("c", False, "")]),
    ]:
        [one] = read(asked("cloze", f"<p>C'est {gap} qui paie.</p>", "")).value
        assert (one.kind, one.stem, lines(one)) == (kind, "C'est _____ qui paie.", options)


def test_what_is_escaped_in_a_gap_is_read_as_moodle_does() -> None:
    for written, read_as in [
        *(("=l&#39;aide", [("l'aide", True, "")]), ("=l&amp;#39;aide#Oui", [("l&#39;aide", True, "Oui")])),
        ("=C\\#~%0%Java#no", [("C#", True, ""), ("Java", False, "no")]),
        *(("=R&amp;D#Oui, l&#39;aide", [("R&D", True, "Oui, l'aide")]), ("=a\\}b\\~c", [("a}b~c", True, "")])),
        ("=C:\\temp", [("C:\\temp", True, "")]),
    ]:
        [one] = read(asked("cloze", f"C'est {{1:SA:{written}}} qui paie.", "")).value
        assert lines(one)[: len(read_as)] == read_as


def test_an_entity_in_a_gap_of_a_plain_text_is_what_it_says() -> None:
    text = "<questiontext format='plain_text'><text><![CDATA[C'est {1:SA:=R&amp;D} qui paie.]]></text></questiontext>"
    [one] = read(f"<question type='cloze'><name><text>a</text></name>{text}</question>").value
    assert lines(one)[0][0] == "R&amp;D"


def test_a_gap_that_told_capital_letters_from_small_ones_says_that_they_do_not_count_here() -> None:
    for kind in ["SHORTANSWER_C", "SAC", "MWC"]:
        said = "Là-bas, majuscules et minuscules comptaient ; ici elles ne comptent pas."
        assert losses(read(asked("cloze", f"C'est {{1:{kind}:=ONEM}} qui paie.", ""))) == [said]
        assert losses(read(asked("cloze", "C'est {1:SA:=ONEM} qui paie.", ""))) == []


def test_each_gap_of_a_text_becomes_a_question_of_its_own() -> None:
    text = "<p>Le droit : {1:SA:=ONEM}. L'accompagnement : {1:MC:=Actiris~Forem}.</p>"
    found = read(asked("cloze", text, "<idnumber>qui</idnumber>"))
    one, two = found.value
    assert (one.id, one.kind, one.stem) == ("qui-1", QuestionKind.TEXT, "Le droit : _____. L'accompagnement : ….")
    assert (two.id, two.kind, two.stem) == ("qui-2", QuestionKind.ONE, "Le droit : …. L'accompagnement : _____.")
    said = "Un texte à 2 trous devient autant de questions, un trou chacune : relisez leurs énoncés."
    assert losses(found) == [said, said]


def test_one_gap_that_cannot_be_read_keeps_the_others() -> None:
    found = read(asked("cloze", "{1:SA:=ONEM} {1:XY:=a}", ""))
    assert [one.id for one in found.value] == ["qui-paie-1"]
    assert losses(found)[-1].startswith("Le trou « XY » n'est pas d'un genre connu ici")


def test_a_word_to_select_or_to_drag_is_chosen_among_those_of_its_group() -> None:
    for kind, box in [("gapselect", "selectoption"), ("ddwtos", "dragbox")]:
        given = [("ONEM", 1), ("30", 2), ("CPAS", 1)]
        boxes = "".join(f"<{box}><text>{word}</text><group>{group}</group></{box}>" for word, group in given)
        [one] = read(asked(kind, "<p>C'est le [[3]] qui aide.</p>", boxes)).value
        assert (one.kind, one.stem) == (QuestionKind.ONE, "C'est le _____ qui aide.")
        assert lines(one) == [("ONEM", False, ""), ("CPAS", True, "")]


def test_a_gap_between_signs_is_typed_or_chosen() -> None:
    for shown, kind, options in [
        ("gapfill", QuestionKind.TEXT, [("ONEM | RVA", True, ""), ("*", False, "")]),
        ("dropdown", QuestionKind.ONE, [("ONEM|RVA", True, ""), ("CPAS", False, "")]),
    ]:
        inside = f"<answerdisplay>{shown}</answerdisplay><delimitchars>##</delimitchars>" + answer("0", "CPAS")
        [one] = read(asked("gapfill", "<p>L'#ONEM|RVA# paie.</p>", inside)).value
        assert (one.kind, one.stem, lines(one)) == (kind, "L'_____ paie.", options)


def test_the_right_answers_of_a_plugin_without_weights_are_all_needed() -> None:
    found = read(asked("oumultiresponse", "Qui ?", answer("100", "a") + answer("0", "b") + answer("100", "c")))
    assert (found.value[0].kind, found.value[0].key, losses(found)) == (QuestionKind.SEVERAL, ("a", "c"), [])


def test_thirds_that_are_rounded_are_all_alike() -> None:
    thirds = "<single>false</single>" + answer("33.333", "a") + answer("33.33", "b") + answer("33.34", "c")
    assert losses(read(asked("multichoice", "Qui ?", thirds + answer("0", "d")))) == []


def test_a_choice_without_a_full_mark_says_that_nothing_is_right() -> None:
    found = read(asked("multichoice", "Qui ?", answer("50", "a") + answer("0", "b")))
    assert losses(found)[-1] == "Le fichier ne dit pas quelle option est juste : cochez-la."


def test_html_that_is_written_as_elements_is_read_as_html() -> None:
    text = '<questiontext format="html"><text><p>Vrai &amp; <b>net</b> ?</p><p>Choisissez.</p></text></questiontext>'
    found = read(f'<question type="multichoice"><name><text>a</text></name>{text}{TWO}</question>')
    assert found.value[0].stem == "Vrai & **net** ?\n\nChoisissez."


def test_the_picture_of_an_old_export_stands_above_its_text() -> None:
    old = f"<image>une.png</image><image_base64>\n{b64encode(PNG).decode()}\n</image_base64>"
    found = read(asked("multichoice", "Que lit-on ?", old + TWO))
    assert found.value[0].stem == f"![](picture:{HASH})\n\nQue lit-on ?"
    assert (found.pictures, len(losses(found))) == ({HASH: PNG}, 1)


def test_points_and_penalties_are_named_once_for_a_file() -> None:
    weighed = asked("multichoice", "Qui ?", f"<defaultgrade>2</defaultgrade><penalty>0.33</penalty>{TWO}")
    said = "Les points de chaque question, et ceux que coûte un nouvel essai, ne sont pas repris."
    assert losses(read(weighed, weighed)) == [said]
    plain = "<defaultgrade>1.0</defaultgrade><penalty>0</penalty>"
    assert losses(read(asked("multichoice", "Qui ?", plain + TWO))) == []


def test_what_is_said_of_a_category_is_named_and_the_top_is_none() -> None:
    top = '<question type="category"><category><text>top</text></category></question>'
    info = html("info", "<p>Pour <b>débuter</b>.</p>")
    told = f'<question type="category"><category><text>$course$/Droits</text></category>{info}</question>'
    assert losses(read(top, told, GOOD)) == [
        "La catégorie « Droits » n'est pas reprise : ici chaque question dit sa compétence.",
        "Ce texte sans question n'est pas repris ; mettez-le dans une carte : Pour **débuter**.",
    ]


def test_a_file_in_utf_16_is_known_as_moodle() -> None:
    assert format_of("<?xml version='1.0' encoding='UTF-16'?><quiz></quiz>".encode("utf-16"), "q.xml") == "moodle"


def test_our_tags_come_back_and_others_are_named() -> None:
    ours = ["skill:listen.reflect", "use:check", "nature:droit", "cites:duree", "handing_back:key", "été"]
    tags = "".join(f"<tag><text>{tag}</text></tag>" for tag in ours)
    found = read(asked("multichoice", "Qui ?", f"<idnumber>q-7</idnumber>{TWO}<tags>{tags}</tags>"))
    [one] = found.value
    assert (one.id, one.skill, one.use, one.nature) == ("q-7", "listen.reflect", Use.CHECK, QuestionNature.LAW)
    assert (one.cites, one.handing_back) == (("duree",), "key")
    assert losses(found) == ["Les étiquettes (été) ne sont pas reprises."]


def test_general_feedback_is_kept_and_hints_and_combined_feedback_are_named() -> None:
    beside = html("generalfeedback", "Relisez l'AR.") + html("hint", "Pensez-y.") + html("correctfeedback", "Bravo.")
    found = read(asked("multichoice", "Qui ?", beside + TWO))
    assert lines(found.value[0])[0][2] == "Depuis **1944**.\n\nRelisez l'AR."
    assert losses(found) == [
        "L'explication générale est ajoutée à celle de la première bonne réponse : relisez-la.",
        "Un indice n'est pas repris : « Pensez-y. »",
        "Ce qui se dit d'une réponse juste, en partie juste ou fausse n'est pas repris : « Bravo. »",
    ]


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


GOOD = asked("multichoice", "Qui ?", TWO, "bonne")


def test_what_is_not_taken_is_named_and_keeps_no_good_question_out() -> None:
    for bad, sentence in [
        (
            '<question type="category"><category><text>$course$/top/a/b//c</text></category></question>',
            "La catégorie « a / b/c »",
        ),
        (
            asked("description", "Lisez.", ""),
            "Ce texte sans question n'est pas repris ; mettez-le dans une carte : Lisez.",
        ),
        (asked("essay", "Racontez.", ""), "Une question à rédiger ne se corrige pas seule"),
        (asked("ddimageortext", "Où ?", ""), "Moodle nomme cette question « ddimageortext »"),
        (asked("cloze", "Rien à remplir.", ""), "Cette question est un texte à trous, et aucun trou ne s'y lit"),
        (asked("cloze", "{1:SA:=a}" * 21, ""), "Une question à 21 trous n'est pas reprise"),
        (asked("gapselect", "Un [[7]].", ""), "Le trou [[7]] ne nomme aucun des mots donnés"),
        (asked("cloze", "{1:XY:=a}", ""), "Le trou « XY » n'est pas d'un genre connu ici"),
        (asked("cloze", "{1:SA:=}", ""), "Une réponse est vide"),
        (asked("multichoice", "Qui ?", ""), "Cette question n'a pas de réponse"),
        (asked("shortanswer", "Qui ?", ""), "Cette question n'a pas de réponse"),
        (asked("numerical", "Combien ?", ""), "Cette question n'a pas de réponse"),
        (asked("ordering", "Ordre ?", ""), "Cette question n'a pas de réponse"),
        (asked("matching", "Qui ?", ""), "Cette question n'a pas de réponse"),
        (asked("multichoice", "Qui ?", answer("beaucoup", "a")), "Une réponse n'a pas de points lisibles"),
        (asked("multichoice", "Qui ?", answer("100", "")), "Une réponse est vide"),
        (asked("multichoice", "Qui ?", answer("100", "a") * 27), "Cette question a plus de 26 réponses"),
        (asked("truefalse", "Vrai ?", answer("100", "true")), "Cette question n'a pas de réponse"),
        (asked("numerical", "Combien ?", answer("100", "douze")), "« douze » n'est pas un nombre"),
        (asked("multichoice", "a" * 60_000, TWO), "Un texte de cette question est trop long"),
    ]:
        found = read(bad, GOOD)
        assert [one.id for one in found.value] == ["bonne"]
        assert losses(found)[0].startswith(sentence)


def test_a_file_without_a_question_is_refused() -> None:
    for xml in ["<quiz/>", "<html/>"]:
        said = ["Ce fichier ne contient aucune question de Moodle : vérifiez son format."]
        assert said_of(read_moodle, xml.encode(), "frame.role") == said


def test_entities_are_refused() -> None:
    data = b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz><question type="essay"/></quiz>'
    assert said_of(read_moodle, data, "frame.role")[0].startswith("Ce fichier XML contient un DOCTYPE")
