"""Our own topics: what they promise, and how they are written in three languages."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from content.checks.cards import MOST_LIX
from content.checks.reading import reading
from content.checks.words import words
from content.fields import LANGUAGES
from content.pack import PACKS, PackTexts, read_parts
from content.skills import Names
from content.topics import CRISIS_LINE, OTHER_SIDE, WHY, InterviewQuestion, Standing, Topic, write_topics
from models.ground.words import french

SENSITIVE = {"papiers", "sante", "argent", "justice", "violence"}
LONGEST_QUESTION, LONGEST_CONTINUATION = 110, 60
"""Characters: a breath, and a ninth of what the paper's code holds."""
MOST_WORDS = 16
"""In a sentence of the other side, for somebody who reads slowly."""

SPACED_SIGNS = re.compile(r"[^ «][?!;:»]|«[^ ]|  |[’“”\"\u00a0\u202f]")
"""Not as our French texts are typed: plain spaces and straight apostrophes, which the page sets."""
FRENCH_SIGNS = re.compile(r" [?!;:]|[«»\"']|  |[\u00a0\u202f]")
"""Not as our texts in other languages are typed."""
ROLES = {
    "fr": r"(?:conseiller|conseillère|formateur|formatrice|assistante?|directeur|directrice|travailleuse?|candidate?)s?"
    r"|vous êtes \w*(?:é|i|u|t|nt)e?s?|\w+[·(]e",
    "nl": r"hij|zij|haar|consulente?|adviseur|raadgever|begeleidster",
    "en": r"he|she|his|her|him|chairman|adviser",
}
"""Words that would make a man or a woman of somebody."""
NETWORK = r"internet|en ligne|online|site|www|courriels?|e-?mails?|mails?|appli|app|website"


@pytest.fixture(scope="module")
def pack() -> PackTexts:
    return read_parts(PACKS / "conseil-emploi")


@pytest.fixture(scope="module")
def topics(pack: PackTexts) -> tuple[Topic, ...]:
    return pack.topics


def questions(topics: tuple[Topic, ...]) -> list[InterviewQuestion]:
    return [question for topic in topics for aspect in topic.aspects for question in aspect.questions]


def sentences(topics: tuple[Topic, ...]) -> Iterator[Names]:
    """Everything that is said, in its three languages."""
    for topic in topics:
        yield topic.name
        yield from filter(None, [topic.why])
        for aspect in topic.aspects:
            yield aspect.name
            yield aspect.criterion
        yield from topic.other_side
    for question in questions(topics):
        yield question.words
        yield from question.continuations


def found(pattern: str, texts: Iterator[str] | list[str]) -> list[str]:
    return [text for text in texts if re.search(rf"(?i)\b(?:{pattern})\b", text)]


# --------------------------------------------------------------------------------------------------------- promises


def test_there_are_twelve_topics_fifty_aspects_and_a_hundred_questions(topics: tuple[Topic, ...]) -> None:
    assert len(topics) == 12
    assert sum(len(topic.aspects) for topic in topics) >= 50
    assert len(questions(topics)) >= 100


def test_what_is_sensitive_is_so_marked(topics: tuple[Topic, ...]) -> None:
    assert {topic.id for topic in topics if topic.sensitive} == SENSITIVE


def test_every_other_topic_has_questions_that_decide(topics: tuple[Topic, ...]) -> None:
    assert {topic.id for topic in topics if any(question.decides for question in questions((topic,)))} == {
        topic.id for topic in topics
    } - SENSITIVE


def test_every_topic_touches_skills_and_every_rule_of_the_pack_is_touched(pack: PackTexts) -> None:
    assert [topic.id for topic in pack.topics if not topic.skills] == []
    touched = {rule for topic in pack.topics for rule in topic.rules}
    # What protects whoever works here is no topic of an interview.
    assert touched | {"faits-de-tiers"} == set(pack.rules)


def test_no_id_of_a_topic_serves_a_module_too(pack: PackTexts) -> None:
    taught = {module.id for module, _, _ in pack.modules} | {
        question.id for module, _, _ in pack.modules for question in module.questions
    }
    ids = {topic.id for topic in pack.topics} | {aspect.id for topic in pack.topics for aspect in topic.aspects}
    assert taught & (ids | {question.id for question in questions(pack.topics)}) == set()


def test_the_text_is_the_canonical_one(pack: PackTexts) -> None:
    assert write_topics(pack.topics) == pack.topics_text


def test_no_text_repeats_the_lines_that_are_the_same_on_every_topic(pack: PackTexts) -> None:
    assert [line for line in (CRISIS_LINE, WHY, OTHER_SIDE) if line in pack.topics_text] == []


def test_nothing_is_said_twice(topics: tuple[Topic, ...]) -> None:
    for language in LANGUAGES:
        asked = Counter(question.words[language] for question in questions(topics))
        assert [text for text, times in asked.items() if times > 1] == []


def test_every_sentence_is_translated(topics: tuple[Topic, ...]) -> None:
    assert [names for names in sentences(topics) if len(set(names.values())) < len(LANGUAGES)] == []


# ------------------------------------------------------------------------------------------------------------- words


def test_a_question_is_one_question_open_and_short(topics: tuple[Topic, ...]) -> None:
    for language in LANGUAGES:
        asked = [question.words[language] for question in questions(topics)]
        assert [text for text in asked if not text.endswith("?") or text.count("?") > 1] == []
        assert [text for text in asked if len(text) > LONGEST_QUESTION] == []
        assert found("pourquoi|waarom|why", asked) == []


def test_a_continuation_is_short_enough_for_a_sheet_and_says_who_acts(topics: tuple[Topic, ...]) -> None:
    first_person = {"fr": "j'|je|nous", "nl": "ik|we", "en": "I|we"}
    for language in LANGUAGES:
        each = [names[language] for question in questions(topics) for names in question.continuations]
        assert [text for text in each if len(text) > LONGEST_CONTINUATION] == []
        assert [text for text in each if not re.search(rf"(?i)\b(?:{first_person[language]})", text)] == []


def test_the_other_side_says_whom_to_ask_in_a_short_sentence_without_a_network(topics: tuple[Topic, ...]) -> None:
    lines = [names for topic in topics for names in topic.other_side]
    for language, quoted in {"fr": "[^«»]+ : « [^«»]+ »", "nl": "[^“”]+: “[^“”]+”", "en": "[^“”]+: “[^“”]+”"}.items():
        said = [names[language] for names in lines]
        assert [line for line in said if not re.fullmatch(quoted, line)] == []
        assert found(NETWORK, said) == []
        parts = [sentence for line in said for sentence in re.split(r"[:.?!] ", line)]
        assert [part for part in parts if len(words(part)) > MOST_WORDS] == []


def test_nothing_in_a_topic_can_age(topics: tuple[Topic, ...]) -> None:
    assert [text for names in sentences(topics) for text in names.values() if re.search(r"\d|€|%|https?:", text)] == []


def test_french_is_typed_as_our_modules_are(topics: tuple[Topic, ...]) -> None:
    typed = [names["fr"] for names in sentences(topics)]
    assert [text for text in typed if SPACED_SIGNS.search(text)] == []
    assert [text for text in typed if re.search(" [?!;:»]|« ", french(text))] == []


def test_dutch_and_english_are_typed_as_their_own_languages(topics: tuple[Topic, ...]) -> None:
    assert [
        text for names in sentences(topics) for text in (names["nl"], names["en"]) if FRENCH_SIGNS.search(text)
    ] == []


@pytest.mark.parametrize(
    ("pattern", "planted"),
    [
        (ROLES["fr"], "Demandez à votre conseillère"),
        (ROLES["fr"], "Si vous êtes inscrit"),
        (ROLES["fr"], "Qui est prêt·e"),
        (ROLES["nl"], "Vraag het aan haar"),
        (ROLES["en"], "Ask her"),
        (NETWORK, "À Actiris, en ligne"),
    ],
)
def test_what_may_not_be_said_is_found(pattern: str, planted: str) -> None:
    assert found(pattern, [planted]) == [planted]


@pytest.mark.parametrize("planted", ["Quand?", "«Oui »", "L’heure", "Deux  mots", 'Un : "mot"', "Quand\u00a0?"])
def test_french_typed_otherwise_is_found(planted: str) -> None:
    assert SPACED_SIGNS.search(planted)


def test_nobody_is_made_a_man_or_a_woman(topics: tuple[Topic, ...]) -> None:
    for language in LANGUAGES:
        assert found(ROLES[language], [names[language] for names in sentences(topics)]) == []


def test_one_speaks_to_an_adult_stranger(topics: tuple[Topic, ...]) -> None:
    assert found("tu|ton|ta|tes|toi", [names["fr"] for names in sentences(topics)]) == []
    assert found("je|jij|jou|jouw|jullie", [names["nl"] for names in sentences(topics)]) == []


def test_a_topic_reads_more_easily_than_a_card_may(topics: tuple[Topic, ...]) -> None:
    for topic in topics:
        texts = [
            *(question.words["fr"] for question in questions((topic,))),
            *(each["fr"] for each in topic.other_side),
        ]
        assert reading("\n\n".join(texts)).lix <= MOST_LIX


def test_where_one_stands_is_in_no_text(topics: tuple[Topic, ...]) -> None:
    assert [names["fr"] for names in sentences(topics) if names["fr"] in set(Standing)] == []
