"""Dutch and English say everything that the French of the code says, with the same values in it."""

import re
import shlex
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from content.schema.yaml_fields import LANGUAGES
from models.ground.words import LOCALE

ROOT = Path(__file__).resolve().parents[3]
TRANSLATIONS = [language for language in LANGUAGES if language != "fr"]

VARIABLE = re.compile(r"^(\w+) [:?]= (.*)$", re.MULTILINE)
EXTRACTION = re.compile(r"\$\(BABEL\) extract (.*)$", re.MULTILINE)
VALUE = re.compile(r"%\((\w+)\)[sd]")
FRENCH_MARK = re.compile(r"[«»]|\s[:;!?]|\w'\w|\"")


@pytest.fixture(scope="module", params=TRANSLATIONS)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    with (LOCALE / request.param / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=request.param, abort_invalid=True)


def texts(text: object) -> tuple[str, ...]:
    """The forms of a message: one, or as many as its language has for numbers."""
    return tuple(text) if isinstance(text, (tuple, list)) else (str(text),)


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def keys(catalogue: Catalog) -> set[tuple[str | None, tuple[str, ...]]]:
    return {(message.context, texts(message.id)) for message in messages(catalogue)}


def what_make_words_extracts() -> list[str]:
    """The words after `extract` in the Makefile, with its variables filled in."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    found = EXTRACTION.search(makefile)
    assert found is not None
    variables = dict(VARIABLE.findall(makefile))
    return shlex.split(re.sub(r"\$\((\w+)\)", lambda name: variables[name[1]], found[1]))


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The messages of the code today, as `make words` finds them."""
    template = tmp_path_factory.mktemp("words") / "messages.pot"
    options = what_make_words_extracts()
    options[options.index("-o") + 1] = str(template)
    with pytest.MonkeyPatch.context() as here:
        here.chdir(ROOT)
        CommandLineInterface().run(["pybabel", "-q", "extract", *options])
    with template.open("rb") as file:
        return read_po(file)


def test_it_holds_the_messages_of_the_code_all_translated_and_set_as_its_own(catalogue: Catalog, code: Catalog) -> None:
    assert keys(catalogue) ^ keys(code) == set()
    assert [m.id for m in messages(catalogue) if m.fuzzy or not all(texts(m.string))] == []
    plural = [message for message in messages(catalogue) if message.pluralizable]
    assert plural
    assert [m.id for m in plural if len(texts(m.string)) != catalogue.num_plurals] == []
    translations = [text for message in messages(catalogue) for text in texts(message.string)]
    assert [text for text in translations if FRENCH_MARK.search(text)] == []


def test_a_translation_is_filled_with_the_values_of_its_message(catalogue: Catalog) -> None:
    pairs = [
        (french, translated)
        for message in messages(catalogue)
        for french, translated in zip(texts(message.id), texts(message.string), strict=True)
    ]
    assert [pair for pair in pairs if set(VALUE.findall(pair[0])) != set(VALUE.findall(pair[1]))] == []
    assert [translated for _, translated in pairs if "%" in VALUE.sub("", translated)] == []
