"""Pictures of the house: one row for the same bytes, landed with a pack, taken along, withdrawn, forgotten."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.errors import BrokenText
from content.exchange.pack_package import read_package, write_package
from content.pack import Pack
from content.pictures.picture_file import PictureFile
from content.pictures.picture_terms import PackPicture, PictureRights, PictureTerms
from content.text.module_writer import write_module
from models.catalogue import coming_into_force, draft_reading, drafts, exchange, pictures
from models.catalogue.documents import module_document
from models.ground.store import Store
from models.studio import publishing
from models.tables.documents import VersionChange
from models.tables.reviewing import Review
from models.tables.uploads import Picture
from tests.builders import MONDAY, set_up, small_pack
from tests.drawings import picture
from tests.pictures import TERMS, bring, showing

BY = uuid4()
LATER = MONDAY + pictures.UNNAMED_KEPT + timedelta(days=1)
AGREED = PictureTerms(PictureRights.LICENSED, "CC BY 4.0, Musée", agreement=True)


@pytest.fixture
def house(store: Store) -> Store:
    """An installation with a skill map."""
    set_up(store, small_pack())
    return store


def packed(*shown: PictureFile, terms: PictureTerms = TERMS) -> Pack:
    return replace(small_pack(showing(*shown)), pictures={one.hash: PackPicture(terms, one) for one in shown})


def kept(db: Session) -> set[str]:
    return set(db.scalars(select(Picture.hash)))


def test_the_same_bytes_are_one_row_on_the_terms_that_were_told_first_and_have_their_term_anew(house: Store) -> None:
    with house.writing() as db:
        one = bring(db, MONDAY, terms=AGREED)
        bring(db, LATER)
    with house.reading() as db:
        assert db.scalar(select(func.count()).select_from(Picture)) == 1
        found = pictures.picture_of(db, one.hash)
        assert (found.rights, found.credit, found.agreement, found.added_at) == (*AGREED[:3], LATER)


def test_a_pack_lands_its_pictures_and_goes_out_with_them_as_it_came(house: Store) -> None:
    pack = packed(picture(colour=1), picture(colour=2), terms=AGREED)
    with house.writing() as db:
        assert "montrer" in coming_into_force.load_pack(db, pack, MONDAY)
        assert coming_into_force.load_pack(db, pack, LATER) == []
    with house.reading() as db:
        out = exchange.pack_in_force(db)
    assert out.pictures == pack.pictures
    assert read_package(write_package(out)) == out


def test_a_pack_that_is_imported_brings_its_pictures_with_its_drafts(house: Store) -> None:
    shown = picture(colour=3)
    with house.writing() as db:
        exchange.take_up(db, packed(shown), MONDAY, BY)
        assert kept(db) == {shown.hash}
        draft_reading.read_draft(
            db, module_document(db, "montrer"), drafts.latest_text(db, module_document(db, "montrer"))
        )


def test_what_was_withdrawn_goes_out_as_such_and_does_not_come_back(house: Store) -> None:
    shown = picture(colour=4)
    with house.writing() as db:
        coming_into_force.load_pack(db, packed(shown), MONDAY)
        pictures.withdraw(db, shown.hash, MONDAY)
        coming_into_force.load_pack(db, packed(shown), LATER)
        with pytest.raises(pictures.PictureWithdrawn):
            bring(db, LATER, 4)
    with house.reading() as db:
        out = exchange.pack_in_force(db)
        assert db.scalar(select(Picture.data).where(Picture.hash == shown.hash)) is None
    assert out.pictures[shown.hash] == PackPicture(TERMS._replace(withdrawn=True), None)
    assert read_package(write_package(out)) == out


def test_what_a_pack_has_withdrawn_does_not_come_here(house: Store) -> None:
    shown = picture(colour=8)
    pack = replace(packed(shown), pictures={shown.hash: PackPicture(TERMS._replace(withdrawn=True), None)})
    with house.writing() as db:
        coming_into_force.load_pack(db, pack, MONDAY)
        assert pictures.lacking(db, [shown.hash]) == {shown.hash: True}
        with pytest.raises(pictures.PictureWithdrawn):
            pictures.keep(db, shown, TERMS, BY, LATER)
    with house.reading() as db:
        assert exchange.pack_in_force(db).pictures == pack.pictures


def test_what_was_withdrawn_stays_away_after_its_term_though_no_text_names_it(house: Store) -> None:
    with house.writing() as db:
        pictures.withdraw(db, bring(db, MONDAY, 9).hash, MONDAY)
        pictures.forget_unnamed(db, LATER)
        with pytest.raises(pictures.PictureWithdrawn):
            bring(db, LATER, 9)


def test_a_text_that_names_a_picture_which_is_not_here_is_not_published_and_told_its_line(house: Store) -> None:
    shown = showing(picture(colour=5))
    with house.writing() as db:
        document = drafts.create_module(db, "montrer", MONDAY, BY)
        with pytest.raises(BrokenText) as broken:
            publishing.publish(db, document, write_module(shown), VersionChange.FIRST, MONDAY, by=None)
    (problem,) = broken.value.problems
    assert problem.sentence == draft_reading.PICTURE_ABSENT
    assert write_module(shown).splitlines()[problem.line - 1].startswith("![")


def test_a_text_that_names_a_withdrawn_picture_is_published_with_advice(house: Store) -> None:
    with house.writing() as db:
        brought = bring(db, MONDAY, 6)
        pictures.withdraw(db, brought.hash, MONDAY)
        document = drafts.create_module(db, "montrer", MONDAY, BY)
        text = write_module(showing(brought))
        assert draft_reading.PICTURE_WITHDRAWN in {one.sentence for one in draft_reading.advice(db, document, text)}
        publishing.publish(db, document, text, VersionChange.FIRST, MONDAY, by=None)


def test_what_a_text_names_is_kept_and_what_none_does_is_forgotten_after_its_term(house: Store) -> None:
    with house.writing() as db:
        published, drafted, aside, reviewed, alone, young = (bring(db, MONDAY, shade) for shade in range(10, 16))
        coming_into_force.load_pack(db, small_pack(showing(published)), MONDAY)
        document = drafts.create_module(db, "brouillon", MONDAY, BY)
        drafts.save_draft(db, document, write_module(showing(drafted)), MONDAY, None)
        drafts.set_aside(db, document, write_module(showing(aside)), MONDAY.date())
        in_review = write_module(showing(reviewed))
        db.add(Review(document_id=document.id, text=in_review, change="first", asked_by=uuid4(), asked_at=MONDAY))
        db.get_one(Picture, young.hash).added_at = LATER - timedelta(days=1)
    with house.writing() as db:
        pictures.forget_unnamed(db, LATER)
        assert kept(db) == {one.hash for one in (published, drafted, aside, reviewed, young)}
        assert alone.hash not in kept(db)


def test_who_names_a_picture_is_told_with_whether_it_is_published(house: Store) -> None:
    with house.writing() as db:
        shown = bring(db, MONDAY, 7)
        coming_into_force.load_pack(db, small_pack(showing(shown)), MONDAY)
        document = drafts.create_module(db, "brouillon", MONDAY, BY)
        drafts.save_draft(db, document, write_module(showing(shown)), MONDAY, None)
        drafts.save_draft(db, module_document(db, "montrer"), write_module(showing()), MONDAY, None)
    with house.reading() as db:
        told = {one.document_id: one.published for one in pictures.namings(db)[shown.hash]}
    assert told == {"brouillon": False, "montrer": True}
