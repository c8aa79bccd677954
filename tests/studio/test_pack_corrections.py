"""The corrections of a pack in a house that has its texts from before: what is published, what is left to trainers."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.module import Module, Question, QuestionNature, Reference
from content.pack import Pack
from content.readings import Reading
from content.text.corrections import fingerprint
from content.text.module_writer import write_module
from models.catalogue import coming_into_force, documents, drafts, in_force, suspensions
from models.catalogue.documents import RULES, SKILLS
from models.ground import schema
from models.ground.store import Store
from models.learning import history, proposals
from models.studio import pack_corrections, publishing, rereading
from models.studio.pack_corrections import Corrected, KeptByHouse
from models.studio.responsibility import RULE
from models.tables.answers import Annulment, CheckReason, DueCheck
from models.tables.documents import Document, DocumentStatus, DraftAside, SuspensionReason, Version
from models.tutor.situation import Purpose
from tests import builders
from tests.builders import MONDAY, RIGHT, WRONG, ask, in_dutch, module, question, small_pack
from tests.builders import RULES as RULES_TEXT

TRAINER = uuid4()
DAY = timedelta(days=1)
LATER = MONDAY + 7 * DAY
FIRST = "listen-active-1"
OLD = small_pack()
ORIGINAL = module("ecouter")


def reworded(original: Module, body: str = "À relire.") -> Module:
    """A module with one other card."""
    return replace(original, cards=(original.cards[0]._replace(body=body), *original.cards[1:]))


def key_on(letter: str, asked: Question) -> Question:
    return asked._replace(options=tuple(option._replace(right=option.key == letter) for option in asked.options))


def put_right(original: Module, letter: str = "b") -> Module:
    """A module of which the first question had a wrong key."""
    first, *others = original.questions
    return replace(original, questions=(key_on(letter, first), *others))


def corrected(pack: Pack, *entries: tuple[str, str, str], **texts: object) -> Pack:
    """The pack of today, with an entry for each text before: document, text, change; its word is the change."""
    lines = [
        f"  - {{document: {name}, from: {fingerprint(text)}, change: {change}, word: Mot de {change}.}}\n"
        for name, text, change in entries
    ]
    return replace(pack, corrections=f"corrections:\n{''.join(lines)}", **texts)  # type: ignore[arg-type]


def of_ecouter(now: Module, change: str, *earlier: tuple[Module, str]) -> Pack:
    """The small pack after `ecouter` has been corrected, once or more often."""
    steps = [("ecouter", write_module(before), how) for before, how in earlier]
    before = () if earlier else (("ecouter", write_module(ORIGINAL), change),)
    return corrected(OLD, *steps, *before, modules={**OLD.modules, "ecouter": write_module(now)})


REWORDED = of_ecouter(reworded(ORIGINAL), "wording")
CHANGED = of_ecouter(reworded(ORIGINAL), "meaning")
PUT_RIGHT = of_ecouter(put_right(ORIGINAL), "key")


def take_up(store: Store, pack: Pack, days: int = 7) -> list[tuple[str, str]]:
    """What became of each text, as a portal does it that starts on a later day."""
    with store.writing() as db:
        found = pack_corrections.take_up(db, pack, MONDAY + days * DAY, LATER.date())
        coming_into_force.load_pack(db, pack, MONDAY + days * DAY)
        return [(one.document.id, _named(one)) for one in found]


def _named(one: Corrected | KeptByHouse) -> str:
    if isinstance(one, Corrected):
        return f"version {one.version.number}"
    return "draft" if one.is_draft else "aside"


def versions(store: Store, name: str = "ecouter") -> list[tuple[int, str, str]]:
    with store.reading() as db:
        mine = select(Version).where(Version.document_id == name).order_by(Version.number)
        return [(one.number, one.change, one.word) for one in db.scalars(mine)]


def text_in_force(store: Store, name: str = "ecouter") -> str | None:
    with store.reading() as db:
        return documents.published_text(db, db.get_one(Document, name))


def drafts_of(store: Store, name: str = "ecouter") -> tuple[str | None, list[str]]:
    """The draft of a document, and what is set aside."""
    with store.reading() as db:
        asides = select(DraftAside.text).where(DraftAside.document_id == name).order_by(DraftAside.id)
        return db.get_one(Document, name).draft, list(db.scalars(asides))


def publish(store: Store, text: str, name: str = "ecouter", change: str = "wording") -> None:
    """A trainer publishes a text."""
    with store.writing() as db:
        document = documents.document_of(db, name)
        publishing.publish(db, document, text, publishing.VersionChange(change), MONDAY + DAY, TRAINER)


def acquire(db: Session, learner_key: UUID) -> None:
    for number in range(1, 6):
        days = (number == 5) * DAY
        ask(db, learner_key, f"listen-active-{number}", at=MONDAY + days + timedelta(minutes=number))


def checks(db: Session) -> list[tuple[UUID, str, str]]:
    rows = db.execute(select(DueCheck.learner_key, DueCheck.skill, DueCheck.reason))
    return [(key, skill, reason) for key, skill, reason in rows]


# --------------------------------------------------------------------------------------------------- an untouched house


def test_a_change_of_wording_is_one_version_that_asks_nothing_of_anybody(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
    assert take_up(store, REWORDED) == [("ecouter", "version 2")]
    assert versions(store) == [(1, "first", ""), (2, "wording", "Mot de wording.")]
    assert text_in_force(store) == REWORDED.modules["ecouter"]
    before = {name: (versions(store, name), drafts_of(store, name)) for name in ("ecouter", SKILLS, RULES)}
    assert take_up(store, REWORDED, days=8) == []
    assert {name: (versions(store, name), drafts_of(store, name)) for name in before} == before
    with store.reading() as db:
        assert (checks(db), history.unread_notices(db, learner_key)) == ([], [])
        assert db.scalar(select(func.count(Annulment.id))) == 0


def test_a_change_of_meaning_comes_back_to_whoever_had_learned_and_says_why(store: Store, learner_key: UUID) -> None:
    other = builders.add_learner(store)
    with store.writing() as db:
        acquire(db, learner_key)
        ask(db, other, FIRST)
    assert take_up(store, CHANGED) == [("ecouter", "version 2")]
    with store.writing() as db:
        assert checks(db) == [(learner_key, "listen.active", CheckReason.MEANING)]
        step = proposals.propose(db, learner_key, LATER + DAY).step
        assert step is not None
        assert (step.chosen.target, step.chosen.purpose) == ("listen.active", Purpose.CHECK)
        assert history.unread_notices(db, learner_key) == []


def test_a_key_that_was_wrong_annuls_its_answers_and_tells_each_person_once(store: Store, learner_key: UUID) -> None:
    other = builders.add_learner(store)
    with store.writing() as db:
        wronged = {ask(db, learner_key, FIRST, WRONG).id, ask(db, other, FIRST, RIGHT).id}
        ask(db, learner_key, "listen-active-2")
    assert take_up(store, PUT_RIGHT) == [("ecouter", "version 2")]
    with store.reading() as db:
        assert set(db.scalars(select(Annulment.answer_id))) == wronged
        told = {key: [one.notice.right for one in history.unread_notices(db, key)] for key in (learner_key, other)}
        assert (told, checks(db)) == ({learner_key: [True], other: [False]}, [])
    take_up(store, PUT_RIGHT, days=8)
    with store.reading() as db:
        assert len(history.unread_notices(db, learner_key)) == 1


@pytest.mark.parametrize("one_by_one", [True, False])
def test_two_steps_are_taken_one_by_one_or_at_once_with_the_strongest_change(
    store: Store, learner_key: UUID, one_by_one: bool
) -> None:
    between = reworded(ORIGINAL, "Entre les deux.")
    both = of_ecouter(reworded(ORIGINAL), "", (ORIGINAL, "meaning"), (between, "wording"))
    with store.writing() as db:
        acquire(db, learner_key)
    if one_by_one:
        take_up(store, of_ecouter(between, "meaning"))
    assert take_up(store, both, days=8) == [("ecouter", f"version {2 + one_by_one}")]
    apart = [(2, "meaning", "Mot de meaning."), (3, "wording", "Mot de wording.")]
    assert versions(store)[1:] == (apart if one_by_one else [(2, "meaning", "Mot de meaning. Mot de wording.")])
    with store.reading() as db:
        assert len(checks(db)) == 1


def test_a_text_that_was_rewritten_from_the_pack_s_of_today_or_never_corrected_is_left_in_peace(
    empty_store: Store,
) -> None:
    builders.set_up(empty_store, CHANGED)
    assert take_up(empty_store, CHANGED) == []
    assert versions(empty_store) == [(1, "first", "")]
    publish(empty_store, OWN)
    for pack in (CHANGED, corrected(OLD, ("cadre", "Autrefois.", "wording"))):
        assert take_up(empty_store, pack) == []
    assert drafts_of(empty_store) == (None, [])


def test_a_retired_module_stays_retired(store: Store) -> None:
    with store.writing() as db:
        coming_into_force.retire(db, documents.module_document(db, "ecouter"))
    assert take_up(store, CHANGED) == []
    with store.reading() as db:
        assert documents.module_document(db, "ecouter").status == DocumentStatus.RETIRED


@pytest.mark.dialects
def test_two_portals_that_start_at_once_take_it_up_once(store: Store) -> None:
    together, found = Barrier(2), list[Corrected | KeptByHouse]()

    def start() -> None:
        together.wait()
        with store.writing() as db:
            schema.take_turn(db.connection())
            found.extend(pack_corrections.take_up(db, CHANGED, LATER, LATER.date()))

    both = [Thread(target=start) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert [_named(one) for one in found] == ["version 2"]
    assert len(versions(store)) == 2


# ------------------------------------------------------------------------------------------- texts that need each other


def _rules(*names: str) -> str:
    head, rule = RULES_TEXT.split("rules:\n")
    return f"{head}rules:\n{''.join(rule.replace('id: duree', f'id: {name}') for name in names)}"


def citing(rule: str) -> Module:
    return replace(ORIGINAL, cites=(rule,))


@pytest.mark.parametrize(
    ("before", "now", "cited"),
    [(("duree",), ("duree", "age"), "age"), (("duree", "age"), ("age",), "age")],
    ids=["a rule that is new goes first", "a rule that is gone goes last"],
)
def test_a_module_and_the_rules_that_it_cites_come_together(
    empty_store: Store, before: Iterable[str], now: Iterable[str], cited: str
) -> None:
    old = replace(OLD, rules=_rules(*before), modules={**OLD.modules, "ecouter": write_module(citing("duree"))})
    builders.set_up(empty_store, old)
    entries = (RULES, old.rules, "wording"), ("ecouter", old.modules["ecouter"], "wording")
    modules = {**OLD.modules, "ecouter": write_module(citing(cited))}
    new = corrected(old, *entries, rules=_rules(*now), modules=modules)
    assert sorted(take_up(empty_store, new)) == [("ecouter", "version 2"), (RULES, "version 2")]


def test_a_new_module_may_rest_on_a_rule_that_comes_with_it(store: Store) -> None:
    more = replace(module("mandat", ("frame.role",), (question("mandat-1", "frame.role"),)), cites=("age",))
    modules = {**OLD.modules, "mandat": write_module(more)}
    new = corrected(OLD, (RULES, OLD.rules, "wording"), rules=_rules("duree", "age"), modules=modules)
    assert take_up(store, new) == [(RULES, "version 2")]
    assert versions(store, "mandat") == [(1, "first", "")]


def test_where_the_house_has_other_rules_the_new_module_waits_as_a_draft(store: Store) -> None:
    publish(store, _rules("duree", "maison"), RULES)
    more = replace(module("mandat", ("frame.role",), (question("mandat-1", "frame.role"),)), cites=("age",))
    modules = {**OLD.modules, "mandat": write_module(more)}
    new = corrected(OLD, (RULES, OLD.rules, "wording"), rules=_rules("duree", "age"), modules=modules)
    assert take_up(store, new) == [(RULES, "draft")]
    assert versions(store, "mandat") == []
    assert drafts_of(store, "mandat")[0] == modules["mandat"]


def test_a_question_that_has_moved_goes_from_one_module_to_the_other(store: Store) -> None:
    *kept, moved = module("reformuler", ("listen.reflect",)).questions
    now = {
        "ecouter": replace(ORIGINAL, skills=("listen.active", moved.skill), questions=(*ORIGINAL.questions, moved)),
        "reformuler": module("reformuler", ("listen.reflect",), tuple(kept)),
    }
    entries = [(name, OLD.modules[name], "wording") for name in now]
    texts = {name: write_module(one) for name, one in now.items()}
    found = take_up(store, corrected(OLD, *entries, modules={**OLD.modules, **texts}))
    assert found == [("reformuler", "version 2"), ("ecouter", "version 2")]


# --------------------------------------------------------------------------------------------------------- translations


@pytest.fixture
def translated_pack(empty_store: Store) -> Store:
    """A house with a module in two languages."""
    builders.set_up(empty_store, builders.with_translations(in_dutch(ORIGINAL), modules=(ORIGINAL,)))
    return empty_store


def in_both(now: Module, translation: Module, changes: Mapping[str, str]) -> Pack:
    old = builders.with_translations(in_dutch(ORIGINAL), modules=(ORIGINAL,))
    texts = {**old.modules, **old.translated}
    new = builders.with_translations(translation, modules=(now,))
    return corrected(new, *((name, texts[name], change) for name, change in changes.items()))


def waiting_in_dutch(store: Store) -> set[str]:
    with store.reading() as db:
        number = documents.versions(db, db.get_one(Document, "ecouter.nl"))[0].number
        return {row.question_id for row in suspensions.held(db, "ecouter.nl") if row.up_to >= number}


def test_a_key_that_was_wrong_in_both_languages_is_told_once(translated_pack: Store) -> None:
    reader = builders.add_learner(translated_pack)
    with translated_pack.writing() as db:
        ask(db, reader, FIRST, WRONG)
    now = put_right(ORIGINAL)
    pack = in_both(now, in_dutch(now), {"ecouter": "key", "ecouter.nl": "key"})
    assert take_up(translated_pack, pack) == [("ecouter", "version 2"), ("ecouter.nl", "version 2")]
    with translated_pack.reading() as db:
        assert [one.notice.right for one in history.unread_notices(db, reader)] == [True]
        assert db.scalar(select(func.count(Annulment.id))) == 1
    assert waiting_in_dutch(translated_pack) == set()


def test_a_translation_that_the_pack_leaves_as_it_is_asks_on_for_the_pack_has_compared_them(
    translated_pack: Store,
) -> None:
    first, *others = ORIGINAL.questions
    now = replace(ORIGINAL, questions=(first._replace(stem="Que dites-vous ?"), *others))
    assert take_up(translated_pack, in_both(now, in_dutch(ORIGINAL), {"ecouter": "meaning"})) == [
        ("ecouter", "version 2")
    ]
    assert waiting_in_dutch(translated_pack) == set()


def test_a_translation_of_the_house_s_own_waits_until_somebody_has_confirmed_it(translated_pack: Store) -> None:
    own = reworded(in_dutch(ORIGINAL), "Van ons.")
    publish(translated_pack, write_module(own), "ecouter.nl")
    first, *others = ORIGINAL.questions
    now = replace(ORIGINAL, questions=(first._replace(stem="Que dites-vous ?"), *others))
    pack = in_both(now, in_dutch(now), {"ecouter": "meaning", "ecouter.nl": "meaning"})
    assert take_up(translated_pack, pack) == [("ecouter", "version 2"), ("ecouter.nl", "draft")]
    assert waiting_in_dutch(translated_pack) == {FIRST}
    assert text_in_force(translated_pack, "ecouter.nl") == write_module(own)


# --------------------------------------------------------------------------------------------------- a house of its own


OWN = write_module(reworded(ORIGINAL, "Comme chez nous."))


def test_a_text_of_the_house_s_own_stays_and_the_pack_s_waits_as_a_draft_until_trainers_have_dealt_with_it(
    store: Store,
) -> None:
    publish(store, OWN)
    assert take_up(store, CHANGED) == [("ecouter", "draft")]
    assert text_in_force(store) == OWN
    assert drafts_of(store) == (CHANGED.modules["ecouter"], [CHANGED.modules["ecouter"]])
    assert take_up(store, CHANGED, days=8) == []
    publish(store, write_module(reworded(ORIGINAL, "Les deux.")))
    assert take_up(store, CHANGED, days=9) == []
    assert drafts_of(store)[0] is None


def test_a_text_that_was_only_read_again_is_still_the_pack_s(empty_store: Store) -> None:
    dated = replace(ORIGINAL, review_by=MONDAY.date(), sources=(Reference("Un livre", read_on=MONDAY.date()),))
    old = replace(OLD, modules={**OLD.modules, "ecouter": write_module(dated)})
    builders.set_up(empty_store, old)
    with empty_store.writing() as db:
        assert rereading.reread(db, "ecouter", Reading(LATER.date()), MONDAY + DAY, TRAINER)
        assert rereading.reread(db, f"{RULE}duree", Reading(LATER.date()), MONDAY + DAY, TRAINER)
    modules = {**OLD.modules, "ecouter": write_module(reworded(dated))}
    entries = (RULES, old.rules, "wording"), ("ecouter", old.modules["ecouter"], "meaning")
    new = corrected(old, *entries, rules=_rules("duree", "age"), modules=modules)
    assert take_up(empty_store, new) == [(RULES, "version 3"), ("ecouter", "version 3")]
    assert take_up(empty_store, new, days=8) == []


def test_nor_does_reading_again_bring_back_what_was_taken_up(store: Store) -> None:
    later = _rules("duree").replace("review_by: 2027-11-23", "review_by: 2028-11-23")
    new = corrected(OLD, (RULES, OLD.rules, "wording"), rules=later)
    assert take_up(store, new) == [(RULES, "version 2")]
    with store.writing() as db:
        assert rereading.reread(db, f"{RULE}duree", Reading(LATER.date()), LATER, TRAINER)
    assert take_up(store, new, days=8) == []
    assert len(versions(store, RULES)) == 3


def test_whoever_has_gone_back_to_the_text_of_before_has_decided(store: Store) -> None:
    take_up(store, REWORDED)
    with store.writing() as db:
        document = documents.module_document(db, "ecouter")
        publishing.publish(db, document, OLD.modules["ecouter"], publishing.VersionChange.WORDING, LATER, TRAINER)
    assert take_up(store, REWORDED, days=8) == []
    assert text_in_force(store) == OLD.modules["ecouter"]


def test_a_colleague_s_draft_stays_where_the_pack_s_text_is_published(store: Store) -> None:
    with store.writing() as db:
        drafts.save_draft(db, documents.module_document(db, "ecouter"), "à moitié", MONDAY, TRAINER)
    assert take_up(store, CHANGED) == [("ecouter", "version 2")]
    with store.reading() as db:
        kept = documents.module_document(db, "ecouter")
        assert (kept.draft, kept.draft_at, kept.draft_by) == ("à moitié", MONDAY, TRAINER)


def test_and_where_it_is_not_the_pack_s_is_set_aside(store: Store) -> None:
    publish(store, OWN)
    with store.writing() as db:
        drafts.save_draft(db, documents.module_document(db, "ecouter"), "à moitié", MONDAY, TRAINER)
    assert take_up(store, CHANGED) == [("ecouter", "aside")]
    assert take_up(store, CHANGED, days=8) == []
    assert drafts_of(store) == ("à moitié", [CHANGED.modules["ecouter"]])


def test_a_correction_that_no_longer_fits_waits_and_is_published_once_it_does(store: Store) -> None:
    publish(store, _rules("duree", "maison"), RULES)
    entries = (RULES, OLD.rules, "wording"), ("ecouter", OLD.modules["ecouter"], "meaning")
    modules = {**OLD.modules, "ecouter": write_module(citing("age"))}
    new = corrected(OLD, *entries, rules=_rules("duree", "age"), modules=modules)
    assert take_up(store, new) == [(RULES, "draft"), ("ecouter", "draft")]
    assert text_in_force(store) == OLD.modules["ecouter"]
    publish(store, _rules("duree", "maison", "age"), RULES)
    assert take_up(store, new, days=8) == [("ecouter", "version 2")]
    assert drafts_of(store)[0] is None


def test_a_change_that_was_called_one_of_wording_and_is_not_is_left_to_trainers(store: Store) -> None:
    assert take_up(store, of_ecouter(put_right(ORIGINAL), "wording")) == [("ecouter", "draft")]
    assert versions(store) == [(1, "first", "")]


# ---------------------------------------------------------------------------------------------- what is held back stays


def test_law_waits_for_its_second_reader(empty_store: Store) -> None:
    def law(stem: str) -> Module:
        asked = question(FIRST)._replace(nature=QuestionNature.LAW, cites=("duree",), stem=stem)
        return replace(ORIGINAL, questions=(asked, *ORIGINAL.questions[1:]))

    before, now = law("Combien de mois ?"), law("Combien de jours ?")
    modules = {**OLD.modules, "ecouter": write_module(before)}
    builders.set_up(empty_store, replace(OLD, modules=modules))
    with empty_store.writing() as db:
        document = documents.module_document(db, "ecouter")
        suspensions.release(db, document.id, [FIRST], SuspensionReason.SECOND_READER, MONDAY, TRAINER)
    entry = ("ecouter", modules["ecouter"], "meaning")
    take_up(empty_store, corrected(OLD, entry, modules={**OLD.modules, "ecouter": write_module(now)}))
    with empty_store.reading() as db:
        held = [(row.question_id, row.up_to, row.why) for row in suspensions.held(db, "ecouter")]
    assert held == [(FIRST, 2, SuspensionReason.SECOND_READER)]


def test_what_the_house_has_found_out_of_date_is_not_asked_again_unless_it_was_corrected(store: Store) -> None:
    with store.writing() as db:
        version = documents.in_force_of(db, documents.module_document(db, "ecouter"))
        assert version
        reported = [FIRST, "listen-active-2"]
        suspensions.suspend(db, version, reported, SuspensionReason.OUTDATED, MONDAY, TRAINER)
    first, *others = ORIGINAL.questions
    take_up(store, of_ecouter(replace(ORIGINAL, questions=(first._replace(stem="Et donc ?"), *others)), "meaning"))
    with store.reading() as db:
        version_id = in_force.published_module(db, "ecouter").version_id
        now = db.get_one(Version, version_id)
        assert [suspensions.is_suspended(db, now, name) for name in reported] == [False, True]
