"""The report: one page that opens from a disk, tells what may be told, and names nobody."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import numpy
import pytest
from lxml import html
from lxml.html import HtmlElement
from scipy.stats import binomtest

from benchmarks.simulation import World, simulate
from models.estimates import Estimates, Parameters, Spread
from models.fitting import hierarchical_fit as hierarchical
from models.fitting.answers import Answers, from_columns
from models.fitting.fit import predictions, silent
from models.fitting.report.cells import Cell, cells, curves, difference, places
from models.fitting.report.findings import Flag, Questions, moves, questions, sure
from models.fitting.report.numbers_in_french import (
    bounds,
    count,
    day,
    decimal,
    percent,
    percents,
    several,
    signed,
    signed_pair,
)
from models.fitting.report.page import Names, Refitted, ReportedSet, page
from models.intervals import wilson

AT = datetime(2026, 12, 1, 9, tzinfo=UTC)
SECTIONS = ["en-vigueur", "limites", "fiabilite", "courbes", "parametres", "questions", "changements"]
METRICS = {"log_loss": 0.5123, "in_force": 0.5234, "constant": 0.6402, "answers": 1284, "learners": 143}
BESIDE = {
    "seconds": 12.3,
    "fitted_to": 32,
    "folds": 5,
    "of_folds": 5,
    "answers": 640,
    "learners": 40,
    "ours": {"auc": 0.7712, "log_loss": 0.5123, "rmse": 0.41, "ece": 0.0123},
    "pybkt": {"auc": 0.7011, "log_loss": 0.5678, "rmse": 0.43, "ece": 0.0234},
    "constant": {"auc": None, "log_loss": 0.6402, "rmse": 0.49, "ece": 0.0},
    "by_gap": [
        {"gap": "first", "answers": 400, "learners": 40, "right": 200, "ours": 0.496, "pybkt": 0.52},
        {"gap": "1-3 d", "answers": 236, "learners": 12, "right": 177, "ours": 0.75, "pybkt": 0.701},
        {"gap": "> 30 d", "answers": 4, "learners": 4, "right": 3, "ours": 0.77, "pybkt": 0.7},
    ],
}
SEEN = {"first": "2026-03-01T08:00:00+00:00", "last": "2026-11-23T17:00:00+00:00", "answers": 1840, "learners": 40}


@cache
def made_up() -> Answers:
    """Forty learners, three skills of eight questions; a key is wrong, and three of them alone see the third skill."""
    answers = simulate(40, 3, 8, 7, 2, World.AS_MODELLED).answers
    wrong_key = answers.question == 2
    answers = replace(answers, right=numpy.where(wrong_key, 1 - answers.right, answers.right))
    return answers.where((answers.skill < 2) | (answers.learner < 3))


@cache
def fitted(learners: int = 40) -> Estimates:
    answers = made_up()
    return hierarchical.fit(answers.where((answers.learner < learners) & (answers.skill < learners % 9)), 42, silent)


def kept(number: int, estimates: Estimates, **notes: object) -> ReportedSet:
    told = {"model": "hierarchical", "promoted_by": "refit", "promoted_at": AT, "seed": 42, **notes}
    return ReportedSet(number, estimates, **told)  # type: ignore[arg-type]


@cache
def full_page() -> str:
    names = Names({"s1": "Reformuler et refléter", "s0": "Partager l'information"}, {"s0q2": "Que dire ?"})
    now = kept(12, fitted(), metrics=METRICS, window=SEEN)
    return page(made_up(), now, kept(11, fitted(28)), names, AT, Refitted(13, AT, BESIDE))


def read(source: str) -> HtmlElement:
    return html.document_fromstring(source)


def said(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def section(source: str, name: str) -> str:
    return said(read(source).xpath(f"//section[@aria-labelledby='{name}']")[0])


# ------------------------------------------------------------------------------------------------------------- the page


def test_the_page_holds_everything_it_needs_in_sections_that_can_be_reached_and_well_set_french() -> None:
    source = full_page()
    tree = read(source)
    assert not tree.xpath("//script | //link | //img | //iframe | //object | //*[@style] | //@src")
    assert [address for address in tree.xpath("//@href") if not address.startswith("#")] == []
    assert not re.search(r"https?:|url\(|@import", source)
    assert tree.xpath("//section/@aria-labelledby") == SECTIONS == tree.xpath("//h2/@id")
    assert set(tree.xpath("//nav//a/@href")) <= {f"#{name}" for name in SECTIONS}
    assert len(tree.xpath("//h1")) == 1
    assert [said(heading) for heading in tree.xpath("//h3")] == ["Reformuler et refléter", "Partager l’information"]
    texts = tree.xpath("//main//text() | //main//@aria-label")
    assert [text for text in texts if re.search(r"\S [;:!?»%](?!\w)|« |\w'\w", text)] == []
    assert "mieux réussie par ceux qui ne savent pas : clé à vérifier" in section(source, "questions")


def test_the_head_says_which_set_is_in_force_and_how_it_came_there() -> None:
    told = section(full_page(), "en-vigueur")
    assert "Le jeu n° 12 (modèle hiérarchique) est en vigueur depuis le 1er décembre 2026." in told
    assert "le réajustement de la nuit" in told
    assert "1 840 réponses de 40 personnes, du 1er mars 2026 au 23 novembre 2026 (graine du hasard : 42)" in told
    assert all(loss in told for loss in ("0,5123", "0,5234", "0,6402"))


def test_a_set_that_was_never_fitted_nor_compared_or_to_fewer_than_five_people_says_so_and_no_more() -> None:
    told = section(page(made_up(), kept(1, Estimates()), None, Names(), AT), "en-vigueur")
    assert "ce sont les valeurs de départ" in told and "n’a pas été comparé à un autre" in told
    seen = {**SEEN, "answers": 17, "learners": 3}
    told = section(page(made_up(), kept(1, Estimates(), window=seen), None, Names(), AT), "en-vigueur")
    assert "aux réponses de moins de cinq personnes" in told and "17" not in told
    before = {name: value for name, value in BESIDE.items() if name != "by_gap"}
    source = page(made_up(), kept(12, Estimates()), None, Names(), AT, Refitted(13, AT, before))
    assert "Boussole à côté du modèle classique" in source and "Temps écoulé" not in source


def test_the_latest_refit_stands_beside_pybkt_and_a_constant() -> None:
    told = section(full_page(), "en-vigueur")
    assert "le 1er décembre 2026 : Boussole à côté du modèle classique, sur 640 réponses de 40 personnes" in told
    (table,) = read(full_page()).xpath("//div[@aria-label='Boussole à côté du modèle classique']/table")
    assert [[said(cell) for cell in row] for row in table.xpath("tbody/tr")] == [
        ["Boussole, jeu n° 13", "0,771", "0,5123", "0,012"],
        ["pyBKT, classique", "0,701", "0,5678", "0,023"],
        ["La même probabilité pour tous", "—", "0,6402", "0,000"],
    ]
    assert "à 32 personnes au plus, en 12,3 secondes en tout" in told


def test_both_models_are_held_against_the_answers_after_gaps_of_each_length() -> None:
    (table,) = read(full_page()).xpath("//div[@aria-label='Observé moins prédit, selon le temps écoulé']/table")
    assert [[said(cell) for cell in row] for row in table.xpath("tbody/tr")] == [
        ["première réponse400 réponses", "50 % 46 à 54 %", "+0,4", "−2,0"],
        ["1 à 3 jours236 réponses", "75 % 70 à 79 %", "0,0", "+4,9"],
        ["plus de 30 jours", "moins de cinq personnes"],
    ]


def test_a_classic_model_that_came_short_is_told_in_words() -> None:
    for beside, words in [
        ({**BESIDE, "folds": 2}, "Le temps a manqué pour prédire plus de 2 plis sur 5"),
        ({**BESIDE, "learners": 4}, "sur les réponses de moins de cinq personnes"),
        ({"failure": "too slow", "limit": 120.0}, "pyBKT n’a rien prédit en 120 secondes. Le réajustement n’en"),
        ({"failure": "died", "why": "<b>exit code 9"}, "pyBKT s’est arrêté (<b>exit code 9). Le réajustement n’en"),
    ]:
        told = section(
            page(made_up(), kept(12, Estimates()), None, Names(), AT, Refitted(13, AT, beside)), "en-vigueur"
        )
        assert words in told
        assert beside.get("learners", 0) == 40 or "640" not in told


def test_every_figure_is_one_sentence_to_those_who_do_not_see_it_or_repeats_the_numbers_beside_it() -> None:
    pictures = read(full_page()).xpath("//svg[not(ancestor::svg)]")
    meaningful = [picture for picture in pictures if picture.get("role") == "img"]
    assert all(picture.get("aria-label").endswith(".") for picture in meaningful)
    assert all(picture.get("aria-hidden") == "true" for picture in pictures if picture not in meaningful)
    assert len(meaningful) == 2 + 2 + 1, "two for reliability, one per skill, one for the questions"


def test_what_fewer_than_five_people_have_answered_is_hidden_and_counted() -> None:
    source = full_page()
    assert "1 compétence masquée : moins de cinq personnes" in section(source, "parametres")
    assert "masquées : moins de cinq personnes" in section(source, "questions")
    assert not re.search(r"\bs2(q\d)?\b", source)


def test_names_are_words_whatever_they_hold() -> None:
    hostile = '"><script>alert(\'x\')</script><b onclick="y">&amp;'
    names = Names({"s0": hostile, "s1": hostile}, dict.fromkeys(made_up().questions, hostile))
    now = kept(12, fitted(), promoted_by=hostile, model=hostile)
    tree = read(page(made_up(), now, kept(11, fitted(28)), names, AT))
    assert not tree.xpath("//script | //b | //@onclick")
    assert said(tree.xpath("//h3")[0]) == hostile
    assert any(label.startswith(hostile) for label in tree.xpath("//svg/@aria-label"))


def test_what_changed_is_told_only_of_a_set_that_was_in_force_before() -> None:
    told = section(full_page(), "changements")
    assert "Ce qui a changé depuis le jeu n° 11" in told
    assert "1 compétence ajoutée : Reformuler et refléter." in told
    assert "changements" not in page(made_up(), kept(12, fitted()), None, Names(), AT)


def test_a_log_that_tells_nothing_yet_says_so() -> None:
    for people, why in [
        (0, "Rien à montrer encore : personne n’a répondu."),
        (4, "aucune compétence n’a les réponses d’assez de"),
    ]:
        answers = made_up().where(made_up().learner < people)
        source = page(answers, kept(1, Estimates(), window=SEEN), kept(2, Estimates()), Names(), AT)
        assert why in section(source, "en-vigueur").replace("\u202f", " ").replace("\u00a0", " ")
        assert read(source).xpath("//section/@aria-labelledby") == SECTIONS[:2]
        assert not read(source).xpath("//svg")


def test_one_answer_each_of_five_people_is_enough_for_a_page() -> None:
    told = from_columns(range(5), ["s"] * 5, [f"q{n}" for n in range(5)], [1] * 5, [0.0] * 5, [0.0] * 5)
    source = page(told, kept(1, Estimates()), None, Names(), AT)
    assert read(source).xpath("//section/@aria-labelledby") == SECTIONS[:-1]
    assert "5 questions masquées" in section(source, "questions")


# ---------------------------------------------------------------------------------------------------------- the numbers


def test_an_interval_is_that_of_wilson() -> None:
    for right, answers in ((8, 10), (1, 6), (299, 300)):
        assert wilson(right, answers) == pytest.approx(binomtest(right, answers).proportion_ci(0.9, "wilson"))


def test_cells_count_answers_and_people_apart_and_one_answer_as_if_it_did_not_agree() -> None:
    told = from_columns([1, 1, 2], ["s"] * 3, ["a", "b", "a"], [1, 0, 1], [0.0] * 3, [0.0] * 3)
    found = cells(numpy.array([3, 3, 3]), told, numpy.array([0.2, 0.4, 0.6]))
    assert found == {3: Cell(3, 2, 2, pytest.approx(0.4))}
    assert Cell(6, 6, 6, 0.9).share == Cell(6, 6, 5, 0.9).share
    assert Cell(6, 6, 0, 0.1).interval == Cell(6, 6, 1, 0.1).interval
    between, (low, high) = difference(Cell(50, 50, 25, 0.5), Cell(50, 50, 25, 0.5))
    assert low < between == 0 < high
    assert difference(Cell(50, 50, 45, 0.5), Cell(50, 50, 5, 0.5))[1][0] > 0.5
    skill = ["s", "t", "s", "s", "t", "s"]
    told = from_columns([1, 1, 1, 2, 2, 2], skill, list("abcabc"), [1] * 6, [0.0] * 6, [0.0] * 6)
    assert places(told).tolist() == [0, 0, 1, 0, 0, 1]


def test_a_curve_ends_where_people_are_too_few() -> None:
    steps = [(learner, turn) for learner in range(7) for turn in range(4 if learner < 4 else 2)]
    learner, turn = zip(*steps, strict=True)
    asked = [f"q{place}" for place in turn]
    told = from_columns(learner, ["s"] * len(steps), asked, [1] * len(steps), [0.0] * len(steps), [0.0] * len(steps))
    (curve,) = curves(told, predictions(Estimates(), told), ["s"])
    assert [cell.learners for cell in curve.cells] == [7, 7]


def asked_of_everybody(**rights: tuple[float, float]) -> Questions:
    """One skill that half of 200 learners know: each question with its shares of right answers, theirs and others'.

    Before it comes a question that tells who knows.
    """
    random = numpy.random.default_rng(3)
    names = ["first", "second", *rights]
    shares = [(0.99, 0.05), (0.99, 0.05), *rights.values()]
    right = [int(random.random() < share[learner % 2]) for learner in range(200) for share in shares]
    rows = len(right)
    learner = [learner for learner in range(200) for _ in names]
    told = from_columns(learner, ["s"] * rows, names * 200, right, [0.0] * rows, [0.0] * rows)
    estimates = Estimates({"*": Parameters(prior=0.5, learn=0.01, guess=0.1, slip=0.05)})
    return questions(estimates, told, predictions(estimates, told))


def test_questions_that_look_wrong_are_told_the_worst_first() -> None:
    found = asked_of_everybody(sound=(0.95, 0.1), easy=(0.99, 0.99), hard=(0.3, 0.1), key=(0.1, 0.9))
    assert [(one.question, one.flag) for one in found.flagged] == [
        ("key", Flag.KEY),
        ("hard", Flag.HARD),
        ("easy", Flag.EASY),
    ]
    assert {one.question for one in found.seen} == {"first", "second", "sound", "easy", "hard", "key"}


def test_a_parameter_lies_within_its_interval_and_the_interval_within_what_is_possible() -> None:
    found = sure(Parameters(learn=0.01, spread=Spread(learn=2.0)), "learn")
    assert 0 < found.interval[0] < 0.01 < found.interval[1] < 1


def test_what_has_moved_farthest_comes_first() -> None:
    before = Estimates({"*": Parameters(), "s": Parameters(guess=0.2), "t": Parameters(learn=0.2)})
    now = Estimates({"*": Parameters(), "s": Parameters(guess=0.3), "t": Parameters(learn=0.6), "new": Parameters()})
    found = moves(before, now, ["s", "t", "new"])
    assert [(move.skill, move.name) for move in found[:2]] == [("t", "learn"), ("s", "guess")]
    assert found[0].by == pytest.approx(0.4)
    assert all(move.skill != "new" for move in found)


def test_numbers_are_written_as_one_writes_them_in_french() -> None:
    assert count(12345) == "12\u202f345"
    assert (decimal(0.5123), decimal(-1.25, 1), decimal(float("nan"))) == ("0,512", "\u22121,2", "—")
    assert (percent(0.826), percent(0.001), percent(1.0)) == ("83\u202f%", "<\u202f1\u202f%", ">\u202f99\u202f%")
    assert bounds((0.0, 1 / 15)) == "0\u00a0à\u00a07\u202f%"
    assert percents((0.5, 0.75)) == "50\u00a0à\u00a075\u202f%"
    assert (signed(0.12), signed(-0.08), signed(-0.001)) == ("+12", "\u22128", "0")
    assert signed_pair((-0.1, 0.2)) == "\u221210\u00a0à\u00a0+20"
    assert (several(1, "réponse", "réponses"), several(2, "réponse", "réponses")) == (
        "1\u00a0réponse",
        "2\u00a0réponses",
    )
    assert day(AT) == "1er\u00a0décembre\u00a02026"
