"""A pack on disk: a skill map, rules, modules, topics, programmes and entries of the directory that fit together."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from content import kinds
from content.checks.checked_text import Written
from content.directory.entry import OF_ENTRY, DirectoryEntry
from content.errors import N_, BrokenText, Problem, refused
from content.kinds import KINDS
from content.module import Module
from content.pictures.picture_terms import FOLDER, PICTURES, PackPicture, PictureSources, read_pictures
from content.programmes import Programme
from content.rules import Rule, read_rules
from content.schema.text_kind import TextKind
from content.skills import SkillMap, read_skills
from content.text.corrections import check_corrections, read_corrections
from content.text.module_reader import read_module
from content.text.translations import check_translation, language_named, translation_id
from content.topics import Topic, read_topics

NO_PICTURES = PictureSources()
PACKS = Path(__file__).parent / "packs"
SKILLS, RULES = kinds.SKILLS.document, kinds.RULES.document
TOPICS, PROGRAMMES = kinds.TOPICS.document, kinds.PROGRAMMES.document
CORRECTIONS = "corrections.yaml"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pack:
    """The texts of a pack, each known to be sound: skill map, rules, modules by id, translations, topics, entries.

    On disk `modules/<id>.md` is a module, `modules/<id>.nl.md` its translation, the same module in Dutch, and
    `directory/<id>.yaml` an entry of the directory. A pack need have no topics, and no corrections of what it said
    before: their text is then empty. `others`: by file, the texts of programmes and of every further kind.
    `pictures/<hash>.png` or `.jpg` is a picture that one of the texts shows, and `pictures.yaml` says on what terms.
    """

    skills: str
    rules: str
    modules: dict[str, str]
    translated: dict[str, str] = field(default_factory=dict)
    topics: str = ""
    corrections: str = ""
    entries: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, PackPicture] = field(default_factory=dict)

    @property
    def programmes(self) -> str:
        """The text of the programmes; empty where there are none."""
        return self.others.get(PROGRAMMES, "")


class PackTexts(NamedTuple):
    """What a sound pack says: skill map, rules, each module with its text and its file, topics, entries likewise."""

    skills_text: str
    rules_text: str
    skills: SkillMap
    rules: dict[str, Rule]
    modules: tuple[Written, ...]
    translated: tuple[Written, ...] = ()
    topics_text: str = ""
    topics: tuple[Topic, ...] = ()
    corrections_text: str = ""
    directory: tuple[tuple[DirectoryEntry, str, str], ...] = ()
    """Each entry with its text and its file, `directory/<id>.yaml`."""
    others: Mapping[str, str] = MappingProxyType({})
    programmes: tuple[Programme, ...] = ()
    pictures: Mapping[str, PackPicture] = MappingProxyType({})

    @property
    def programmes_text(self) -> str:
        """The text of the programmes; empty where there are none."""
        return self.others.get(PROGRAMMES, "")


class _Around(NamedTuple):
    """What the texts of a pack are held against."""

    skills: SkillMap
    rules: Mapping[str, Rule]
    topics: Sequence[Topic]
    modules: Iterable[Module]
    published: Mapping[str, Collection[str]]


def other_kinds() -> dict[str, TextKind[Any]]:
    """Return, by its file, each kind of which a pack may hold one text beside its skills, rules and topics."""
    return {one.document: one for one in KINDS.values() if one.document not in {"", SKILLS, RULES, TOPICS}}


def read_pack(folder: Path) -> Pack:
    """Read a pack and hold its parts against each other; BrokenText lists the errors of all files together."""
    return _pack(read_parts(folder))


def read_parts(folder: Path) -> PackTexts:
    """Read a pack as values; raises BrokenText as `read_pack` does."""
    modules = {str(path.relative_to(folder)): _read(path) for path in sorted(folder.glob("modules/*.md"))}
    topics, corrections = (_read(path) if (path := folder / name).exists() else "" for name in (TOPICS, CORRECTIONS))
    others = {name: _read(folder / name) for name in other_kinds() if (folder / name).exists()}
    directory = {str(path.relative_to(folder)): _read(path) for path in sorted(folder.glob("directory/*.yaml"))}
    listed = _read(folder / PICTURES) if (folder / PICTURES).exists() else ""
    files = {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.glob(f"{FOLDER}*"))}
    shared = _read(folder / SKILLS), _read(folder / RULES)
    shown = PictureSources(listed, files)
    return _parts(*shared, modules, topics, corrections, directory, others, shown)


def pack_of(
    skills_text: str,
    rules_text: str,
    module_texts: Mapping[str, str],
    topics_text: str = "",
    corrections_text: str = "",
    entry_texts: Mapping[str, str] = MappingProxyType({}),
    others: Mapping[str, str] = MappingProxyType({}),
    pictures: PictureSources = NO_PICTURES,
) -> Pack:
    """Return the pack of these texts, modules and entries by file; raises BrokenText as `read_pack` does."""
    texts = topics_text, corrections_text, entry_texts, others
    return _pack(_parts(skills_text, rules_text, module_texts, *texts, pictures))


def _pack(parts: PackTexts) -> Pack:
    return Pack(
        parts.skills_text,
        parts.rules_text,
        {module.id: text for module, text, _ in parts.modules},
        {translation_id(module.id, module.language): text for module, text, _ in parts.translated},
        parts.topics_text,
        parts.corrections_text,
        {entry.id: text for entry, text, _ in parts.directory},
        dict(parts.others),
        dict(parts.pictures),
    )


def _parts(
    skills_text: str,
    rules_text: str,
    module_texts: Mapping[str, str],
    topics_text: str,
    corrections_text: str,
    entry_texts: Mapping[str, str],
    others: Mapping[str, str],
    pictures: PictureSources,
) -> PackTexts:
    # The checks weigh, and anyone who carries a pack does not check it.
    from content.checks.references import check_entry, check_rules, check_topics, check_unique_ids
    from content.directory.entry_text import read_entry

    problems: list[Problem] = []
    skills = rules = None
    with _noting(problems):
        skills = read_skills(skills_text)
        problems += KINDS["skills"].left_over(skills, skills_text, SKILLS)
    with _noting(problems):
        rules = read_rules(rules_text)
        problems += KINDS["rules"].left_over(rules, rules_text, RULES)
        problems += check_rules(rules.values(), rules_text, RULES)
    topics: tuple[Topic, ...] = ()
    with _noting(problems):
        topics = read_topics(topics_text, TOPICS) if topics_text else ()
    said: dict[str, Any] = {}
    for name, text in others.items():
        with _noting(problems):
            said[name] = other_kinds()[name].read(text)
    directory = _each_read(entry_texts, read_entry, problems)
    written = _each_read(module_texts, read_module, problems)
    modules, translated = (
        [one for one in written if (language_named(Path(one[2]).stem) is not None) is apart] for apart in (False, True)
    )
    if skills is None or rules is None:
        raise BrokenText((*problems, *check_unique_ids(modules)))
    problems += _check_modules(modules, translated, written, skills, rules)
    problems += KINDS["topics"].left_over(topics, topics_text, TOPICS)
    problems += check_topics(topics, topics_text, TOPICS, [skill.id for skill in skills], rules)
    around = _Around(skills, rules, topics, [module for module, _, _ in modules], {})
    for name, kind in other_kinds().items():
        if name in said:
            problems += kind.problems(said[name], others[name], name, around)
    known = [skill.id for skill in skills], rules, [topic.id for topic in topics]
    for one in directory:
        problems += [*KINDS["entry"].left_over(*one), *check_entry(*one, *known)]
    shown, misfits = read_pictures(pictures, module_texts)
    problems += misfits
    parts = PackTexts(skills_text, rules_text, skills, rules, tuple(modules), tuple(translated), topics_text, topics)
    parts = parts._replace(corrections_text=corrections_text, directory=tuple(directory), pictures=shown)
    parts = parts._replace(others=others, programmes=said.get(PROGRAMMES, ()))
    with _noting(problems):
        problems += _check_corrections(parts)
    if problems:
        raise BrokenText(tuple(problems))
    return parts


def modules_by_language(parts: PackTexts) -> dict[str, set[str]]:
    """Return the modules of a pack by each language that they are in."""
    found: dict[str, set[str]] = {}
    for module, _, _ in (*parts.modules, *parts.translated):
        found.setdefault(module.language, set()).add(module.id)
    return found


def _each_read(
    texts: Mapping[str, str], read: Callable[[str, str], T], problems: list[Problem]
) -> list[tuple[T, str, str]]:
    """Return what can be read of texts by their files, each with its text and its file; the rest is noted."""
    found = []
    for file, text in texts.items():
        with _noting(problems):
            found.append((read(text, file), text, file))
    return found


def _check_corrections(parts: PackTexts) -> tuple[Problem, ...]:
    if not (text := parts.corrections_text):
        return ()
    pack = _pack(parts)
    topics = {TOPICS: pack.topics} if pack.topics else {}
    texts = {SKILLS: pack.skills, RULES: pack.rules, **topics, **pack.others, **pack.modules, **pack.translated}
    texts |= {f"{OF_ENTRY}{name}": entry for name, entry in pack.entries.items()}
    return tuple(check_corrections(read_corrections(text), text, CORRECTIONS, texts))


def _check_modules(
    modules: list[Written],
    translated: list[Written],
    written: list[Written],
    skills: SkillMap,
    rules: Mapping[str, Rule],
) -> Iterator[Problem]:
    """Yield what is to be mended in modules, then in translations; `written`: both, as they came."""
    from content.checks.findings import errors, left_over

    for module, text, file in modules:
        yield from errors(module, text, file, skills, rules, [other for other, _, _ in modules if other is not module])
    for module, text, file in translated:
        yield from errors(module, text, file, skills, rules, others=())
    for one in written:
        yield from left_over(*one)
    originals = {module.id: module for module, _, _ in modules}
    for translation, text, file in translated:
        module_id, _, language = Path(file).stem.rpartition(".")
        if (original := originals.get(module_id)) is None:
            yield Problem(file, 1, N_("Ce module n'a pas d'original à côté de lui : le nom du fichier le cherche."))
        else:
            yield from check_translation(original, translation, text, file, language)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        sentence = N_("Ce fichier ne peut pas être lu (%(detail)s) : vérifiez qu'il est là.")
        raise refused(path.name, sentence, detail=error.strerror) from error
    except UnicodeDecodeError as error:
        raise refused(path.name, N_("Ce fichier n'est pas en UTF-8 : enregistrez-le ainsi.")) from error


@contextmanager
def _noting(problems: list[Problem]) -> Iterator[None]:
    try:
        yield
    except BrokenText as broken:
        problems += broken.problems
