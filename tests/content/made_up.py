"""Any module that a text may hold: odd words, every kind of question, each as its reader would give it back.

What is drawn from is made once: a strategy made anew for each draw costs more than the draw.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from hypothesis import strategies as st

from content.marking import plain_answer
from content.module import (
    Card,
    Dialogue,
    HandingBack,
    ModelAnswer,
    Module,
    Option,
    PathwayExercise,
    Question,
    QuestionKind,
    QuestionNature,
    Reference,
    Use,
    Vignette,
    VignetteChoice,
    WrittenQuestion,
)
from content.pathway.pathway_text import write_pathway
from content.text.grammar import (
    DIALOGUE_WORD,
    EXERCISE_HEADING,
    MOST_OPTIONS,
    QUESTION_WORD,
    TO_TRY_HEADING,
    VIGNETTE_WORD,
    WRITTEN_WORD,
)
from content.text.other_parts import CRITERIA, MODELS, MOST_CHOICES, begins_a_pathway
from tests.content.made_up_pathways import any_pathways

YAML = ["no", "2026", "~", "2026-11-24", "a: b", "'x'", '"', "# x", "- a", "@x", "&x", "*x", "%x", "{a}", "[", "|"]
ODD = [*YAML, "\\", "👩🏽‍💼"]
letters = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff")
ids = st.builds(str.join, st.sampled_from("-._"), st.lists(st.text("abc12", min_size=1), min_size=1, max_size=3))
lines = st.sampled_from(ODD) | st.text(letters, min_size=1, max_size=30).map(str.strip).filter(bool)
days = st.none() | st.dates()
some_ids = st.lists(ids, min_size=1, max_size=3, unique=True)
cited = st.lists(ids, max_size=2)

STRUCTURE = ("## ", "- ", "* ", *"0123456789")
"""How a line may begin that is a heading or an option of some kind."""


@cache
def prose(taken: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Some lines of Markdown, none of which begins like something of the module's own structure."""
    written = st.lists(st.just("") | lines.filter(lambda line: not line.startswith(taken)), max_size=5)
    return written.map(lambda found: "\n".join(found).strip("\n")).filter(bool)


@cache
def headings(language: str) -> st.SearchStrategy[str]:
    named = (QUESTION_WORD, DIALOGUE_WORD, WRITTEN_WORD, VIGNETTE_WORD)
    begins = {words[language].casefold() for words in named}
    closing = {TO_TRY_HEADING[language], EXERCISE_HEADING[language]}
    return lines.filter(lambda title: title not in closing and title.split()[0].casefold() not in begins)


several_lines = st.lists(lines, min_size=2, max_size=MOST_OPTIONS, unique=True)
unpointed = lines.filter(lambda line: "->" not in line and "→" not in line)
words = st.text("abcÉèœŒ'- 12", min_size=1, max_size=9).map(str.strip)
spelt = st.lists(words.filter(plain_answer), min_size=1, max_size=6, unique_by=plain_answer)
numbers = st.lists(st.integers(-4000, 4000), min_size=1, max_size=MOST_OPTIONS - 1, unique=True)
written = st.sampled_from(["{}", "{}.0", "{},00", "{} 000", "+{}", "−{}"])
units = st.sampled_from(["", "%", "€ par mois"])
tolerances = st.sampled_from([Decimal(0), Decimal("0.25")])
handed_back = st.none() | st.sampled_from(HandingBack)
kinds, uses, natures = st.sampled_from(QuestionKind), st.sampled_from(Use), st.sampled_from(QuestionNature)


@st.composite
def options(
    draw: st.DrawFn, texts: Sequence[str], right: Sequence[bool], matches: Sequence[str] = ()
) -> tuple[Option, ...]:
    """Options lettered in their order, each with its feedback."""
    together = zip("abcdefghij", texts, right, matches or [""] * len(texts), strict=False)
    return tuple(Option(key, text, one, draw(prose(())), match) for key, text, one, match in together)


@st.composite
def ticked(draw: st.DrawFn, most: int | None) -> tuple[Option, ...]:
    texts = draw(several_lines)
    right = draw(st.sets(st.sampled_from(range(len(texts))), min_size=1, max_size=most))
    return draw(options(texts, [place in right for place in range(len(texts))]))


@st.composite
def ordered(draw: st.DrawFn) -> tuple[Option, ...]:
    texts = draw(several_lines)
    return draw(options(texts, [True] * len(texts)))


@st.composite
def matched(draw: st.DrawFn) -> tuple[Option, ...]:
    texts = draw(st.lists(unpointed, min_size=2, max_size=MOST_OPTIONS, unique=True))
    matches = draw(st.lists(lines, min_size=len(texts), max_size=len(texts)).filter(lambda found: len({*found}) > 1))
    return draw(options(texts, [True] * len(texts), matches))


@st.composite
def expected(draw: st.DrawFn, texts: list[str]) -> tuple[Option, ...]:
    """What may be typed: the first of it right, others right or not, then anything else."""
    right = [True, *draw(st.lists(st.booleans(), min_size=len(texts) - 1, max_size=len(texts) - 1)), False]
    return draw(options([*texts, "*"], right))


@st.composite
def typed_words(draw: st.DrawFn) -> tuple[Option, ...]:
    first, *others = draw(spelt)
    with_stars = [" | ".join([first, *draw(st.lists(st.just("*zz*"), max_size=1))])] if not others else [first]
    return draw(expected([*with_stars, *others]))


@st.composite
def typed_numbers(draw: st.DrawFn) -> tuple[Option, ...]:
    shape = draw(written)
    values = [value for value in draw(numbers) if shape[0] == "{" or value > 0] or [1]
    short = [value for value in values if shape != "{} 000" or abs(value) < 1000] or [1]
    return draw(expected([shape.format(value) for value in short]))


OPTIONS = {
    QuestionKind.ONE: ticked(1),
    QuestionKind.SEVERAL: ticked(None),
    QuestionKind.ORDERING: ordered(),
    QuestionKind.MATCHING: matched(),
    QuestionKind.TEXT: typed_words(),
    QuestionKind.NUMBER: typed_numbers(),
}


@st.composite
def questions(draw: st.DrawFn, question_id: str = "q-1", skill: str = "listen.active") -> Question:
    kind = draw(kinds)
    return Question(
        id=question_id,
        skill=skill,
        stem=draw(prose(STRUCTURE)),
        options=draw(OPTIONS[kind]),
        kind=kind,
        use=draw(uses),
        nature=draw(natures),
        cites=tuple(draw(cited)),
        unit=draw(units) if kind is QuestionKind.NUMBER else "",
        tolerance=draw(tolerances) if kind is QuestionKind.NUMBER else Decimal(0),
        handing_back=draw(handed_back),
    )


FLOORS = st.lists(st.integers(1, 2), min_size=2, max_size=4)
"""How many turns stand at each depth of a dialogue, below its first."""
TURN_STRUCTURE = (*STRUCTURE, "###")


@st.composite
def trees(draw: st.DrawFn, dialogue_id: str, skill: str) -> tuple[Question, ...]:
    """The turns of a sound dialogue: every one is met, every option leads one floor down."""
    floors = [1, *draw(FLOORS)]
    names = [[f"{dialogue_id}-{depth}-{place}" for place in range(width)] for depth, width in enumerate(floors)]
    turns = []
    for floor, below in zip(names, [*names[1:], [""]], strict=True):
        for turn in floor:
            texts = draw(st.lists(lines, min_size=max(2, len(below)), max_size=4, unique=True))
            right = draw(st.integers(0, len(texts) - 1))
            chosen = draw(options(texts, [place == right for place in range(len(texts))]))
            leading = tuple(one._replace(leads_to=below[place % len(below)]) for place, one in enumerate(chosen))
            stem = draw(prose(TURN_STRUCTURE))
            turns.append(Question(turn, skill, stem, leading, nature=draw(natures), dialogue=dialogue_id))
    return tuple(turns)


@st.composite
def dialogues(draw: st.DrawFn, skill: str) -> tuple[tuple[Dialogue, ...], tuple[Question, ...]]:
    names = draw(st.lists(st.sampled_from(["jo", "lea.2"]), max_size=2, unique=True))
    told = [Dialogue(name, draw(lines), draw(prose(("## ", "###")))) for name in names]
    return tuple(told), tuple(turn for name in names for turn in draw(trees(name, skill)))


unboxed = lines.filter(lambda line: not line.startswith("["))
explained = prose(())


@st.composite
def written_questions(draw: st.DrawFn, skill: str) -> tuple[WrittenQuestion, ...]:
    names = draw(st.lists(st.sampled_from(["ecrit-1", "ecrit.2"]), max_size=2, unique=True))
    models = st.lists(st.builds(ModelAnswer, unboxed, explained), min_size=MODELS, max_size=MODELS)
    criteria = st.lists(lines, min_size=CRITERIA, max_size=CRITERIA)
    return tuple(
        WrittenQuestion(name, skill, draw(prose(STRUCTURE)), tuple(draw(models)), tuple(draw(criteria)))
        for name in names
    )


@st.composite
def vignettes(draw: st.DrawFn) -> tuple[Vignette, ...]:
    names = draw(st.lists(st.sampled_from(["porte", "porte.2"]), max_size=2, unique=True))
    return tuple(draw(vignette(name)) for name in names)


@st.composite
def vignette(draw: st.DrawFn, name: str) -> Vignette:
    texts = draw(st.lists(lines, min_size=2, max_size=MOST_CHOICES))
    right = draw(st.integers(0, len(texts) - 1))
    choices = tuple(VignetteChoice(text, place == right) for place, text in enumerate(texts))
    discussed = tuple(draw(st.lists(unboxed, max_size=2)))
    return Vignette(name, draw(lines), draw(prose(STRUCTURE)), choices, draw(explained), discussed)


languages, minutes = st.sampled_from(sorted(QUESTION_WORD)), st.integers(1, 999)
cards = {
    language: st.lists(st.builds(Card, headings(language), prose(("## ", "# ")), st.booleans()), max_size=2)
    for language in QUESTION_WORD
}
to_try = st.just("") | prose(("## ",))
stories = prose(("## ",)).filter(lambda story: not any(map(begins_a_pathway, story.split("\n"))))
half_made = st.sampled_from(["Feuille :", "Blad: werk\n\n1. ik: bel", "Sheet: x\n\n1. To decide together:\n   - yes →"])
pathways = half_made | any_pathways().map(lambda pathway: write_pathway(pathway).strip("\n"))
exercises = st.none() | st.builds(PathwayExercise, stories, pathways)
sources = st.lists(st.builds(Reference, lines, st.none() | lines, days), max_size=2)
some_lines = st.lists(lines, max_size=2)


@st.composite
def modules(draw: st.DrawFn) -> Module:
    language = draw(languages)
    skills, question_ids = draw(some_ids), draw(some_ids)
    valid_from, valid_until = draw(days), draw(days)
    if valid_from and valid_until:
        valid_from, valid_until = sorted((valid_from, valid_until))
    sensitive, told = draw(st.booleans()), draw(sources)
    asked = [draw(questions(name, draw(st.sampled_from(skills)))) for name in question_ids]
    played, turns = draw(dialogues(draw(st.sampled_from(skills))))
    return Module(
        id=draw(ids),
        title=draw(lines),
        language=language,
        minutes=draw(minutes),
        skills=tuple(skills),
        cards=tuple(draw(cards[language])),
        questions=(*(one._replace(source=draw(st.integers(0, len(told)))) for one in asked), *turns),
        dialogues=played,
        written=draw(written_questions(draw(st.sampled_from(skills)))),
        vignettes=draw(vignettes()),
        to_try="" if sensitive else draw(to_try),
        exercise=draw(exercises),
        sources=tuple(told),
        review_by=draw(days),
        valid_from=valid_from,
        valid_until=valid_until,
        cites=tuple(draw(some_lines)),
        sensitive=sensitive,
    )
