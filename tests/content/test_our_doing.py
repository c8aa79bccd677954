"""What one does in our pack: interviews to play, sentences to write, cases for a team, documents to read."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from content.checks.guessers import Guesser, exposures, turns_of
from content.checks.report_dialogues import MOST_MINUTES, path_lengths
from content.checks.tells import MOST_OF_TURNS, score
from content.dialogue import LONGEST_PATH, SHORTEST, faults
from content.module import Dialogue, Module, Question, QuestionNature
from content.pace import dialogue_minutes
from content.pack import PACKS, PackTexts, read_parts
from content.pictures.naming import named_in
from content.pictures.terms import PictureRights
from content.text.writing import dialogue_text
from tests.content.test_our_topics import ROLES

ONE_PAGE = 1400
"""Words of the text of a dialogue, all its turns: seven minutes to read the whole, on one page of the screen."""
LIGHT = 100_000
"""Bytes of a picture of ours: read on a telephone, between two interviews."""
SCOLDING = {
    "fr": r"vous auriez dû|vous n'auriez pas dû|il ne fallait pas|erreur grave|mauvaise réponse|c'est faux",
    "nl": r"u had moeten|u mocht niet|dat is fout|fout antwoord|helaas",
}
MADE_UP_OF_NOBODY = {
    "fr": rf"(?:vous êtes|si vous êtes|vous serez) \w+(?:é|ent|ant)e?\b|\b(?:{ROLES['fr'].split('|vous êtes')[0]})\b",
    "nl": r"\b(?:consulente|begeleidster|adviseuse)\b",
}


@cache
def parts() -> PackTexts:
    return read_parts(PACKS / "conseil-emploi")


def modules(language: str = "") -> list[Module]:
    found = [module for module, _, _ in (*parts().modules, *parts().twins)]
    return [module for module in found if language in ("", module.language)]


def told() -> list[tuple[Module, Dialogue]]:
    return [(module, one) for module in modules() for one in module.dialogues]


def turns() -> list[tuple[Module, Question]]:
    return [(module, turn) for module in modules() for turn in turns_of(module)]


def test_each_domain_of_the_skill_map_has_one_interview_to_play() -> None:
    domain = {skill.id: skill.id.split(".")[0] for skill in parts().skills}
    played = [
        {domain[turn.skill] for turn in module.turns(one.id)} for module in modules("fr") for one in module.dialogues
    ]
    assert all(len(found) == 1 for found in played)
    assert Counter(name for found in played for name in found) == Counter({*domain.values()})


def test_each_has_its_twin_where_its_module_has_one() -> None:
    twins = {(module.id, one.id) for module in modules("nl") for one in module.dialogues}
    spoken = {module.id for module in modules("nl")}
    assert twins == {(module.id, one.id) for module, one in told() if module.id in spoken}


def test_every_path_is_three_to_five_turns_and_four_minutes_at_most() -> None:
    for module, one in told():
        assert not [*faults(module.turns(one.id))]
        lengths = path_lengths(module, one)
        assert SHORTEST <= min(lengths) <= max(lengths) <= LONGEST_PATH
        assert dialogue_minutes(module, one) <= MOST_MINUTES, (module.id, module.language)


def test_each_can_be_read_on_one_page() -> None:
    long = {
        f"{module.id} ({module.language})": words
        for module, one in told()
        if (words := len(dialogue_text(one, module.turns(one.id), module.language).split())) > ONE_PAGE
    }
    assert long == {}


def test_whatever_one_says_there_are_three_more_turns_to_mend_it() -> None:
    """No word ends an interview before its fourth turn, and in each turn that follows one can say what is right."""
    assert [(module.id, one.id) for module, one in told() if min(path_lengths(module, one)) < SHORTEST + 1] == []


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_no_turn_scolds_and_none_makes_a_man_or_a_woman_of_who_plays(language: str) -> None:
    told_after = [
        f"{turn.id}: {option.feedback}"
        for module, turn in turns()
        if module.language == language
        for option in turn.options
    ]
    assert [text for text in told_after if re.search(rf"(?i){SCOLDING[language]}", text)] == []
    assert [text for text in told_after if re.search(rf"(?i){MADE_UP_OF_NOBODY[language]}", text)] == []


def test_they_are_typed_with_the_quotes_of_their_language() -> None:
    signs = {"fr": r"[\"’]|[^ «“][?!;:»]|«[^ ]", "nl": r"[\"'«»]| [?!;:]"}
    wrong = [
        f"{turn.id} ({module.language}): {text}"
        for module, turn in turns()
        for text in (turn.stem, *(option.text for option in turn.options), *(one.feedback for one in turn.options))
        if re.search(signs[module.language], text)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_no_rule_of_thumb_finds_what_to_say(language: str) -> None:
    exposed = exposures(modules(language), turns_of)
    assert {each for each in Guesser if score(exposed, each) > MOST_OF_TURNS} == set()


def test_what_one_says_is_a_matter_of_practice_and_each_turn_has_three_ways_to_say_it() -> None:
    assert {(turn.nature, len(turn.options)) for _, turn in turns()} == {(QuestionNature.PRACTICE, 3)}


def test_there_are_two_sentences_to_write_and_two_cases_for_a_team_in_both_languages() -> None:
    for language in ("fr", "nl"):
        assert sum(len(module.written) for module in modules(language)) == 2
        assert sum(len(module.vignettes) for module in modules(language)) == 2


def test_who_must_read_which_turn_first_is_written_down_for_each_interview() -> None:
    written = (Path(__file__).parents[2] / "docs" / "to-read.md").read_text("utf-8")
    _, _, section = written.partition("## Les dialogues, et qui les lit d'abord\n")
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)*-\d[bc]?)`", section.partition("\n## ")[0]))
    assert named <= {turn.id for _, turn in turns()}
    assert {turn.dialogue for _, turn in turns() if turn.id in named} == {one.id for _, one in told()}


def test_one_programme_is_for_newcomers_of_modules_that_are_in_both_languages() -> None:
    (programme,) = parts().programmes
    in_both = {module.id for module in modules("fr")} & {module.id for module in modules("nl")}
    assert programme.newcomers
    assert len(programme.weeks) == 6
    assert {week.module for week in programme.weeks} <= in_both
    # What touches danger is not met alone, on a page, in one's first weeks.
    assert not any(module.sensitive for module in modules("fr") if module.id in {one.module for one in programme.weeks})


def test_three_invented_documents_are_read_each_in_the_languages_of_its_module() -> None:
    asked = [(module, one) for module in modules() for one in module.pool if named_in(one.stem)]
    assert Counter(one.id for _, one in asked) == {"fin-doc-1": 2, "critere-doc-1": 2, "mesure-doc-1": 1}
    invented = {"fr": "document inventé pour l'exercice", "nl": "document bedacht voor de oefening"}
    assert all(invented[module.language] in one.stem for module, one in asked)
    # One picture for each language: words in a picture are words.
    assert sorted(name for _, one in asked for name in named_in(one.stem)) == sorted(parts().pictures)


def test_their_pictures_are_ours_and_light_and_bear_nothing_but_what_one_sees() -> None:
    for one in parts().pictures.values():
        assert one.file
        assert (one.terms.rights, one.file.width) == (PictureRights.HOUSE, 720)
        assert len(one.file.data) <= LIGHT
        chunks = {one.file.data[at + 4 : at + 8] for at in places(one.file.data)}
        assert chunks == {b"IHDR", b"IDAT", b"IEND"}


def places(png: bytes) -> Iterator[int]:
    """Where the chunks of a PNG begin (ISO/IEC 15948, 5.3)."""
    at = 8
    while at < len(png):
        yield at
        at += 12 + int.from_bytes(png[at : at + 4], "big")
