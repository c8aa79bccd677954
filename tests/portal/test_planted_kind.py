"""A further kind of text, planted: its words, its form, its declaration and its template are all that it takes."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pytest
from jinja2 import ChoiceLoader, DictLoader

from content.exchange.package import read_package, write_package
from content.fields import read_fields
from content.form.changing import changed
from content.form.lists import ListForm, ShapedRows
from content.form.rows_in_place import RowShape
from content.kinds import KINDS
from content.problems import Problem
from content.text_kind import ChangeNamed, Known, TextForm, TextKind
from models.catalogue import coming_into_force, documents, exchange
from models.tables.documents import Document
from tests.builders import MONDAY, small_pack
from tests.portal.authoring.workshop import SAVE
from tests.portal.browser import words
from tests.portal.house import House
from tests.teaching import teach

# ------------------------------------------------------------------------------------- one file: what it says, its form


class Term(NamedTuple):
    """A word of the trade, and what it is called by whoever comes."""

    id: str
    name: dict[str, str]
    skill: str


def read_terms(text: str) -> tuple[Term, ...]:
    fields, ids, found = read_fields(text, "terms.yaml"), set[str](), list[Term]()
    fields.expect("terms")
    for entry in fields.entries("terms"):
        entry.expect("id", "name", "skill")
        found.append(Term(entry.own_id(ids), entry.names("name"), entry.text("skill")))
    fields.raise_problems()
    return tuple(found)


def check_terms(terms: Iterable[Term], text: str, file: str, known: Known) -> Iterator[Problem]:
    there = {one.id for one in known.skills}
    yield from (Problem(file, 1, f"Pas de compétence {one.skill}.") for one in terms if one.skill not in there)


class TermFields(NamedTuple):
    """A term in the form."""

    source: str = ""
    open: bool = False
    id: str = ""
    name_fr: str = ""
    name_nl: str = ""
    skill: str = ""


class TermsFields(NamedTuple):
    """The terms, between what stands around them."""

    before: str = ""
    terms: tuple[TermFields, ...] = ()
    after: str = ""


SHAPE = RowShape(
    places={"id": ("id",), "name_fr": ("name", "fr"), "name_nl": ("name", "nl"), "skill": ("skill",)},
)
ROWS = ShapedRows(TermFields, SHAPE)
FORM = ListForm(TermsFields, ROWS.read, ROWS.write)
BEGUN = '  - id: terme\n    name: {fr: "", nl: "", en: ""}\n    skill: ""\n'

# ----------------------------------------------------------------------------------------------------- its declaration

TERMS: TextKind[tuple[Term, ...]] = TextKind(
    "terms",
    read_terms,
    file="terms.yaml",
    title="Mots du métier",
    heading="Les mots du métier",
    part="Mot",
    check=check_terms,
    blocks=lambda today, review_by: {"fr": {"term": (BEGUN, "terme")}},
    form=TextForm(
        FORM.read,
        FORM.write,
        FORM.sent,
        lambda fields, change, taken: changed(fields, change, lambda path, what: TermFields(BEGUN)),
    ),
    changes={"wording": ChangeNamed("Formulation", "Mieux dit."), "meaning": ChangeNamed("Sens", "Autre chose.")},
)

# -------------------------------------------------------------------------------------------------- its form's template

TEMPLATE = """\
{% from "authoring/form/macros.html" import line, more, rows with context %}
{% from "authoring/form/listed.html" import in_each, listed with context %}
<input type="hidden" name="before" value="{{ form.fields.before }}">
<input type="hidden" name="after" value="{{ form.fields.after }}">
{% call rows("terms") %}
{% for term in form.fields.terms %}
{% set name = "terms-" ~ loop.index0 %}
{% call listed(name, "Mot", term.name_fr or term.id, term, loop) %}
{{ in_each(name, "Nom", term, "name", languages=("fr", "nl")) }}
{{ line(name ~ "-skill", "Compétence", term.skill) }}
{{ line(name ~ "-id", "Identifiant", term.id) }}
{% endcall %}
{% endfor %}
{% endcall %}
<p class="act">{{ more("terms", "Ajouter un mot") }}</p>
"""

TEXT = """\
terms:
  - id: ecoute
    name: {fr: "Écoute", nl: "Luisteren", en: "Listening"}
    skill: listen.active
"""


@pytest.fixture
def terms(empty_house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house that knows the kind, with a text of it that is being written."""
    monkeypatch.setitem(KINDS, "terms", TERMS)
    environment = empty_house.app.jinja_env
    planted = DictLoader({"authoring/form/terms.html": TEMPLATE})
    monkeypatch.setattr(environment, "loader", ChoiceLoader([planted, environment.loader]))  # type: ignore[list-item]
    teach(empty_house.store, small_pack())
    with empty_house.store.writing() as db:
        document = coming_into_force.new_document("terms.yaml", "terms")
        document.draft, document.draft_at = TEXT.replace("listen.active", "nulle"), MONDAY
        db.add(document)
    return empty_house


def test_a_further_kind_is_written_in_a_form_checked_read_by_a_colleague_published_and_handed_on(terms: House) -> None:
    author, reader = terms.person(trainer=True), terms.person(trainer=True)
    browser = terms.browser_of(author)
    page = browser.get("/authoring/terms.yaml?as=form&at=terms-0")
    assert page.heading == "Les mots du métier"
    assert "Pas de compétence nulle." in words(page.part("problems"))
    browser.send("", SAVE, **{"terms-0-skill": "listen.active", "terms-0-name_nl": "Actief luisteren"})
    written = TEXT.replace("Luisteren", "Actief luisteren")
    assert terms.read(lambda db: db.get_one(Document, "terms.yaml").draft) == written
    browser.send("", ("do", "review"))
    other = terms.browser_of(reader)
    (review,) = {link for link in other.get("/authoring").links() if link.startswith("/reviewing/")}
    assert "Mots du métier" in other.get(review).heading
    other.send(f"{review}/decide", ("do", "approve"))
    assert any(link.startswith("/authoring/terms.yaml") for link in other.get("/authoring").links())
    (version,) = terms.read(lambda db: documents.versions(db, db.get_one(Document, "terms.yaml")))
    assert (version.text, version.published_by) == (written, author.learner_key)
    (term,) = TERMS.parse(version.text)
    assert term.name["nl"] == "Actief luisteren"
    pack = terms.read(exchange.pack_in_force)
    assert pack.others == {"terms.yaml": written}
    assert read_package(write_package(pack)) == pack
