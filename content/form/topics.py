"""The form of the topics of interviews: a list, of which one topic is open; the others stay as they are written.

A topic holds lists within lists, so an open one is written anew as a whole: it can be opened where that loses nothing.
"""

from collections.abc import Collection
from typing import Any, NamedTuple

from content.fields import LANGUAGES
from content.form.changing import changed
from content.form.in_place import lines
from content.form.lists import ListForm, RowLines
from content.form.posted import MalformedForm, Path, RowChange
from content.form.rows_in_place import ended
from content.problems import BrokenText
from content.skills import Names
from content.starter import starter_topic
from content.topics import Aspect, InterviewQuestion, Topic, sketch_topics, write_topics
from content.yaml_lines import one_line

LISTS = ("thematiques", "skills", "rules")


class WordsFields(NamedTuple):
    """Some words in each language."""

    fr: str = ""
    nl: str = ""
    en: str = ""


class AskedFields(NamedTuple):
    """A question to ask, and, where its answer decides what comes next, the usual continuations."""

    id: str = ""
    words_fr: str = ""
    words_nl: str = ""
    words_en: str = ""
    then: tuple[WordsFields, ...] = ()


class AspectFields(NamedTuple):
    """An aspect of a topic."""

    id: str = ""
    name_fr: str = ""
    name_nl: str = ""
    name_en: str = ""
    criterion_fr: str = ""
    criterion_nl: str = ""
    criterion_en: str = ""
    questions: tuple[AskedFields, ...] = ()


class TopicFields(NamedTuple):
    """A topic: its lines in the text, and, where it is open, what stands in its fields."""

    source: str = ""
    open: bool = False
    id: str = ""
    name_fr: str = ""
    name_nl: str = ""
    name_en: str = ""
    thematiques: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    sensitive: bool = False
    why_fr: str = ""
    why_nl: str = ""
    why_en: str = ""
    aspects: tuple[AspectFields, ...] = ()
    other_side: tuple[WordsFields, ...] = ()


class TopicsFields(NamedTuple):
    """The topics, between what stands before and after them in the text."""

    before: str = ""
    topics: tuple[TopicFields, ...] = ()
    after: str = ""


def change_topics(fields: TopicsFields, change: RowChange, taken: Collection[str]) -> tuple[TopicsFields, Path]:
    """Return the fields after a change, and the way to what one goes on with; raises MalformedForm."""
    after, path = changed(fields, change, lambda path, what: _begun(path, fields))
    rows = (row._replace(open=False, source=_source(row)) for row in after.topics)
    return after._replace(topics=tuple(rows)), path


def can_open(row: TopicFields) -> bool:
    """Return whether a topic loses nothing when it is written anew: no remark, no field that is not known."""
    return _canonical(_topic(row)) == row.source.strip("\n")


# ----------------------------------------------------------------------------------------------------------- reading


def _fields(source: str) -> TopicFields:
    (topic,) = sketch_topics(f"topics:\n{source}")
    return TopicFields(
        source=source,
        id=topic.id,
        **_said("name", topic.name),
        thematiques=topic.thematiques,
        skills=topic.skills,
        rules=topic.rules,
        sensitive=topic.sensitive,
        **_said("why", topic.why or {}),
        aspects=tuple(map(_aspect_fields, topic.aspects)),
        other_side=tuple(WordsFields(**line) for line in topic.other_side),
    )


def _aspect_fields(aspect: Aspect) -> AspectFields:
    questions = (
        AskedFields(one.id, **_said("words", one.words), then=tuple(WordsFields(**each) for each in one.continuations))
        for one in aspect.questions
    )
    said = _said("name", aspect.name) | _said("criterion", aspect.criterion)
    return AspectFields(aspect.id, **said, questions=tuple(questions))


def _said(field: str, names: Names) -> dict[str, Any]:
    return {f"{field}_{language}": names.get(language, "") for language in LANGUAGES}


# ----------------------------------------------------------------------------------------------------------- writing


def _lines(row: TopicFields, called: str) -> RowLines:
    """Return the lines of a topic, and the name of the field that each comes from; raises MalformedForm."""
    source = _source(row)
    here = lines(source) if row.open else {}
    return RowLines(source, [_called(called, here.get(number, ())) for number in range(ended(source).count("\n"))])


def _source(row: TopicFields) -> str:
    """Return the lines of a topic; an open one written anew where something has changed."""
    if not row.open:
        return row.source
    text = row.source.strip("\n")
    if not text:
        raise MalformedForm(row.source)
    try:
        before = _topic(_fields(row.source))
    except (BrokenText, ValueError):
        raise MalformedForm(row.source) from None
    now = _topic(row)
    return row.source if now == before else row.source.replace(text, _canonical(now))


def _canonical(topic: Topic) -> str:
    return write_topics([topic]).removeprefix("topics:\n").strip("\n")


def _topic(row: TopicFields) -> Topic:
    why = _names(row, "why")
    return Topic(
        id=one_line(row.id),
        name=_names(row, "name"),
        **{name: tuple(map(one_line, getattr(row, name))) for name in LISTS},
        aspects=tuple(map(_aspect, row.aspects)),
        other_side=tuple(map(_words, row.other_side)),
        sensitive=row.sensitive,
        why=why if row.sensitive or any(why.values()) else None,
    )


def _aspect(row: AspectFields) -> Aspect:
    questions = (
        InterviewQuestion(one_line(one.id), _names(one, "words"), tuple(map(_words, one.then))) for one in row.questions
    )
    return Aspect(one_line(row.id), _names(row, "name"), _names(row, "criterion"), tuple(questions))


def _names(row: TopicFields | AspectFields | AskedFields, field: str) -> dict[str, str]:
    return {language: one_line(getattr(row, f"{field}_{language}")) for language in LANGUAGES}


def _words(row: WordsFields) -> dict[str, str]:
    return {language: one_line(words) for language, words in row._asdict().items()}


def _called(name: str, way: tuple[str | int, ...]) -> str:
    """Return the name of a field by the way to it in the lines of its topic."""
    for step in way:
        if isinstance(step, int) and name.rpartition("-")[2] in LISTS:
            continue  # a list is one field
        language = step in LANGUAGES and not name.rpartition("-")[2].isdecimal()
        name = f"{name}_{step}" if language else f"{name}-{step}"
    return name


FORM = ListForm(TopicsFields, _fields, _lines)

# ------------------------------------------------------------------------------------------------------------ change


def _begun(path: Path, fields: TopicsFields) -> tuple[object, ...]:
    text, _ = starter_topic()
    topic = _fields(f"{text}\n")
    (aspect,) = topic.aspects
    match [step for step in path if isinstance(step, str)]:
        case ["topics"]:
            return TopicFields(f"\n{text}\n")
        case ["topics", "aspects"]:
            return AspectFields(_free("aspect", fields), questions=(AskedFields(_free("question", fields)),))
        case ["topics", "aspects", "questions"]:
            return AskedFields(_free("question", fields))
        case ["topics", "aspects", "questions", "then"] | ["topics", "other_side"]:
            return WordsFields()
    raise MalformedForm(path)


def _free(word: str, fields: TopicsFields) -> str:
    """Return an id that stands nowhere in the text yet."""
    written = FORM.write(fields).text
    number = 1
    while f"{word}-{number}\n" in written:
        number += 1
    return f"{word}-{number}"
