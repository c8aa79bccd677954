"""A further kind of text, planted: its fields, its declaration and its template are all that it takes."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pytest
from jinja2 import ChoiceLoader, DictLoader

from content.errors import Problem
from content.exchange.pack_package import read_package, write_package
from content.kinds import KINDS
from content.schema.fields import IdField, TextField
from content.schema.records import Record, Rows
from content.schema.schema import WordsField, of_rows
from content.schema.text_kind import ChangeNamed, Known, TextKind, form_of
from models.catalogue import coming_into_force, documents, exchange
from models.tables.documents import Document
from tests.builders import MONDAY, small_pack
from tests.house import House
from tests.page_browser import words
from tests.studio.pages.authoring.at_her_desk import SAVE
from tests.teaching import teach

# ----------------------------------------------------------------------------------------------- one file: what it says


class Term(NamedTuple):
    """A word of the trade, and what it is called by whoever comes."""

    id: str
    name: dict[str, str]
    skill: str


STARTER = Term("terme", {"fr": "Un mot du métier", "nl": "Een vakwoord", "en": "A word of the trade"}, "")
TERM = Record(Term, IdField("id"), WordsField("name"), TextField("skill"), opens=True)
TERMS_TEXT = of_rows(Rows("terms", TERM, apart=True, begun=lambda text, what: TERM.said(STARTER)), "terms.yaml")


def check_terms(terms: Iterable[Term], text: str, file: str, known: Known) -> Iterator[Problem]:
    there = {one.id for one in known.skills}
    yield from (Problem(file, 1, f"Pas de compétence {one.skill}.") for one in terms if one.skill not in there)


# ------------------------------------------------------------------------------------------------------ its declaration

TERMS: TextKind[tuple[Term, ...]] = TextKind(
    "terms",
    TERMS_TEXT.read,
    file="terms.yaml",
    title="Mots du métier",
    heading="Les mots du métier",
    part="Mot",
    check=check_terms,
    blocks=lambda today, review_by: {"fr": {"term": (TERMS_TEXT.block(STARTER, "terms"), STARTER.id)}},
    starters=lambda: (STARTER,),
    form=form_of(TERMS_TEXT),
    changes={"wording": ChangeNamed("Formulation", "Mieux dit."), "meaning": ChangeNamed("Sens", "Autre chose.")},
)

# -------------------------------------------------------------------------------------------------- its form's template

TEMPLATE = """\
{% from "authoring/form/macros.html" import line, more, rows with context %}
{% from "authoring/form/listed.html" import in_each, listed, note_of with context %}
{{ note_of("", form.fields) }}
{% call rows("terms") %}
{% for term in form.fields.terms %}
{% set name = "terms-" ~ loop.index0 %}
{% call listed(name, "Mot", term.name_fr or term.id, term, loop) %}
{{ in_each(name, "Nom", term, "name") }}
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
