"""Drafts of questions as formats share them: texts of bearable size, tags for what others lack, and new ids."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from itertools import count
from string import ascii_lowercase
from typing import NamedTuple

from content.errors import N_, BrokenText, Problem, refused
from content.exchange.archive import shown
from content.exchange.losses import Loss, Told
from content.exchange.prose_from_outside import in_words
from content.module import HandingBack, Module, Option, Question, QuestionKind, QuestionNature, Use
from content.pictures.picture_file import SCHEME, named_in
from content.schema.yaml_fields import INVISIBLE
from content.strings.words import slugs, written_words
from content.text.grammar import ID
from content.text.question_reader import is_structure

_SIGNS = re.compile(r"\\(?=[^\w\s])|[*_`#>]+(?=\S)|(?<=\S)[*_`]+|!?\[|\]\([^()]*\)")
"""Of Markdown: what is left out where only words are shown."""
LONGEST_NAME = 60
"""Letters of an id that is made of a title."""
RENAMED = N_("L'identifiant %(id)s sert à deux questions : celle-ci devient %(new)s.")


class TakenQuestion(NamedTuple):
    """What was read of one question of a file, or of what stands beside its questions.

    `losses`: what is lost of it; `asked`: the id that it asks for; `stem`: what an id is made of, where that is not as
    the question says it.
    """

    question: Question | None
    losses: Sequence[Told] = ()
    asked: str = ""
    title: str = ""
    stem: str = ""


class NamedQuestions(NamedTuple):
    """Questions, each with an id of its own, what is lost of them, and which ids were asked for twice."""

    questions: tuple[Question, ...]
    losses: tuple[Loss, ...]
    doubles: list[Loss]


def named(taken: Iterable[TakenQuestion]) -> NamedQuestions:
    """Return the questions with ids that differ; what is lost of something without an id goes by its title.

    An id is the one that the question asks for; else one that resembles it, or its title; else one made of its stem:
    the same question gets the same id each time that it is read, and nobody imports it twice unawares.
    """
    taken = list(taken)
    honoured = {one.asked for one in taken if one.question and ID.fullmatch(one.asked)}
    questions: dict[str, Question] = {}
    series: dict[str, Iterator[str]] = {}
    losses, doubles = [], []
    for one in taken:
        name = shown(one.title)
        if one.question:
            name = one.asked
            if name not in honoured or name in questions:
                seal = sha256((one.stem or one.question.stem).encode()).hexdigest()[:10]
                base = name if name in honoured else _name(name) or _name(one.title) or f"q-{seal}"
                names = series.setdefault(base, numbered(base))
                name = next(free for free in names if free not in honoured and free not in questions)
            if one.asked in honoured and name != one.asked:
                doubles.append(Loss(name, RENAMED, {"id": one.asked, "new": name}))
            questions[name] = one.question._replace(id=name)
        losses += [Loss(name, *told) for told in one.losses]
    return NamedQuestions(tuple(questions.values()), tuple(losses), doubles)


def first_words(stem: str) -> str:
    """Return the first words of a stem, for lists in which an id would mean nothing to people."""
    line = next((line for line in stem.split("\n") if line.strip()), "")
    bare = " ".join(_SIGNS.sub("", line).split())
    return bare if len(bare) <= LONGEST_NAME else f"{bare[:LONGEST_NAME].rpartition(' ')[0] or bare[:LONGEST_NAME]}…"


def numbered(name: str) -> Iterator[str]:
    """Yield a name, then the same with the suffixes 2, 3…"""
    yield name
    yield from (f"{name}-{number}" for number in count(2))


def _name(title: str) -> str:
    """Return the id that a title is, or resembles; empty when there is nothing of one in it."""
    if ID.fullmatch(title):
        return title[:LONGEST_NAME].rstrip("-._")
    (slug,) = slugs([title[: 2 * LONGEST_NAME]]) if written_words(title) else [""]
    name = slug[:LONGEST_NAME].rstrip("-")
    return name if ID.fullmatch(name) else ""


# ------------------------------------------------------------------------------------ limits and helpers of all formats


LARGEST_TEXT = 2_000_000
"""Characters of a text that is read."""
MOST_QUESTIONS = 2_000
"""In one file."""
MOST_ANSWERS = len(ascii_lowercase)
"""Of one question; the text of a module takes fewer, and says so."""

NOT_TAKEN = N_("Cette question n'est pas reprise : corrigez-la, puis choisissez le fichier de nouveau.")
GUESSED = N_("Ce fichier n'est pas en UTF-8 : il est lu comme Windows écrit souvent les siens. Vérifiez les accents.")
PICTURES_STAY = N_("Les images de cette question ne partent pas : elles restent ici.")
_ONLY_QUESTIONS = N_(
    "Seules les questions sont écrites : le titre, la langue, les cartes, les sources, les dates et « À essayer » "
    "restent dans le module %(module)s."
)


def received(data: str | bytes, file: str) -> str:
    """Return the text sent, with line feeds only; raise BrokenText when it is too large, no text or has control
    characters. UTF-8 and UTF-16 are told by their bytes; all else is taken for Windows-1252, and `guessed` says so."""
    if len(data) > LARGEST_TEXT:
        sentence = N_("Ce fichier est trop grand (plus de %(most)s caractères) : partagez-le en plusieurs.")
        raise refused(file, sentence, most=LARGEST_TEXT)
    try:
        text = data.decode(_encoding(data)) if isinstance(data, bytes) else data
    except UnicodeDecodeError as error:
        raise refused(file, N_("Ce fichier n'est pas en UTF-8 : enregistrez-le ainsi.")) from error
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if INVISIBLE.search(text):
        sentence = N_("Cette ligne contient un caractère invisible : réécrivez-la.")
        hidden = [number for number, line in enumerate(text.split("\n"), 1) if INVISIBLE.search(line)]
        raise BrokenText(tuple(Problem(file, number, sentence) for number in hidden))
    return text


def guessed(data: str | bytes) -> tuple[Loss, ...]:
    """Return what is to be said of a text whose letters had to be guessed."""
    return (Loss("", GUESSED),) if isinstance(data, bytes) and _encoding(data) == "cp1252" else ()


def _encoding(data: bytes) -> str:
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    try:
        data.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def not_taken(problem: Problem) -> Iterator[Loss]:
    """Yield what is to be said of a question that is left in its file, while others are taken."""
    yield Loss("", NOT_TAKEN, line=problem.line)
    yield Loss("", problem.sentence, problem.values, line=problem.line)


def refuse_too_many(questions: Collection[object], file: str) -> None:
    """Raise BrokenText when there are more than MOST_QUESTIONS."""
    if len(questions) > MOST_QUESTIONS:
        sentence = N_("Ce fichier a plus de %(most)s questions : partagez-le en plusieurs.")
        raise refused(file, sentence, most=MOST_QUESTIONS)


def one_line(text: str) -> str:
    """Return a text without line breaks, as an option is written."""
    lines = text.replace("\\\n", "\n").split("\n")
    return " ".join(filter(None, map(str.strip, in_words(lines)))) if len(lines) > 1 else text.strip()


def prose(text: str) -> str:
    """Return lines without blanks at their ends, nor empty lines around them, as a module gives them back."""
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def stem(text: str, kind: QuestionKind) -> str:
    """Return a stem with a backslash before each line that would be taken for a heading or an option."""
    return "\n".join(f"\\{line}" if is_structure(line, kind) else line for line in prose(text).split("\n"))


def lettered(options: Iterable[Option]) -> tuple[Option, ...]:
    """Return options lettered in their order, their texts as a module holds them; at most MOST_ANSWERS."""
    return tuple(
        Option(key, one_line(one.text), one.right, prose(one.feedback), one_line(one.match))
        for key, one in zip(ascii_lowercase, options, strict=False)
    )


def spelled(value: Decimal, language: str) -> str:
    """Return a number as people of that language write it, in a way that can be read in one way only."""
    whole, _, decimals = f"{value:f}".partition(".")
    decimals = decimals.rstrip("0")
    if len(decimals) == 3 and whole.strip("-") != "0":
        decimals += "0"
    if not decimals:
        return whole if value else "0"
    return f"{whole}{'.' if language == 'en' else ','}{decimals}"


def as_points(text: str) -> float:
    """Return points as a number; zero where they are not one."""
    try:
        return float(text)
    except ValueError:
        return 0.0


def left_in(module: Module) -> tuple[Loss, ...]:
    """Return the losses that every format of questions alone has; what is more than questions is named."""
    named = {
        N_("Les dialogues ne partent pas, ni leurs tours : %(titles)s."): [one.title for one in module.dialogues],
        N_("Les questions à écrire ne partent pas : %(titles)s."): [first_words(one.stem) for one in module.written],
        N_("Les vignettes ne partent pas : %(titles)s."): [one.title for one in module.vignettes],
    }
    more = (Loss("", sentence, {"titles": " · ".join(titles)}) for sentence, titles in named.items() if titles)
    return (Loss("", _ONLY_QUESTIONS, {"module": module.id}), *more)


def pictures_in(question: Question) -> set[str]:
    """Return the pictures that a question shows, by their hashes."""
    return {name for text in _texts(question) for name in named_in(text)}


def shows_undescribed(question: Question) -> bool:
    """Return whether a question shows a picture that nothing describes."""
    return any(f"![]({SCHEME}" in text for text in _texts(question))


def _texts(question: Question) -> Iterator[str]:
    yield question.stem
    for option in question.options:
        yield from (option.text, option.feedback)


def without_pictures(questions: Iterable[Question]) -> Iterator[Loss]:
    """Yield the loss of each question that shows a picture, for a format that takes none along."""
    yield from (Loss(one.id, PICTURES_STAY) for one in questions if pictures_in(one))


# ----------------------------------------------------------------------------------------------------------------- tags

SKILL, USE, NATURE, CITES, HANDING_BACK = "skill:", "use:", "nature:", "cites:", "handing_back:"
OURS = (SKILL, USE, NATURE, CITES, HANDING_BACK)
"""What our tags begin with."""


def tags_of(question: Question) -> Iterator[str]:
    """Yield the tags of a question."""
    yield f"{SKILL}{question.skill}"
    if question.use is not Use.LEARN:
        yield f"{USE}{question.use}"
    if question.nature is not QuestionNature.METHOD:
        yield f"{NATURE}{question.nature}"
    yield from (f"{CITES}{rule}" for rule in question.cites)
    if question.handing_back:
        yield f"{HANDING_BACK}{question.handing_back}"


def attributed(question: Question, said: Mapping[str, str]) -> Question:
    """Return a question with what fields of these names say of it; the rules that it cites stand between commas."""
    tags = [f"{name}:{said[name].strip()}" for name in ("skill", "use", "nature", "handing_back") if said.get(name)]
    rules = filter(None, map(str.strip, said.get("cites", "").split(",")))
    return tagged(question, [*tags, *(f"{CITES}{rule}" for rule in rules)])


def tagged(question: Question, tags: Collection[str]) -> Question:
    """Return a question with what tags say of it; those that are not ours, or say nothing here, change nothing."""
    skill, use, nature, handing_back = (
        next((tag.removeprefix(name) for tag in tags if tag.startswith(name)), "")
        for name in (SKILL, USE, NATURE, HANDING_BACK)
    )
    return question._replace(
        skill=skill if ID.fullmatch(skill) else question.skill,
        use=Use(use) if use in set(Use) else question.use,
        nature=QuestionNature(nature) if nature in set(QuestionNature) else question.nature,
        cites=tuple(tag.removeprefix(CITES) for tag in tags if tag.startswith(CITES)) or question.cites,
        handing_back=HandingBack(handing_back) if handing_back in set(HandingBack) else question.handing_back,
    )
