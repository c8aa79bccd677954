"""What goes wrong is said on a page of ours, with what is kept; never a traceback, also when the database is dead."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DataError, OperationalError

from content.errors import NamedError
from models.catalogue import coming_into_force
from models.ground import links
from models.ground.settings import Settings
from models.ground.store import NoRoom, Store
from models.study.training_records.record import BadRecord
from models.tables.jobs import Slot
from portal import create_app
from portal.error_pages import FROM_HOME, OF_LIBRARIES
from portal.shell import reading, writing
from tests import builders
from tests.builders import MONDAY, small_pack
from tests.portal.browser import Browser, Page
from tests.portal.flaws import flaws
from tests.portal.going_wrong.directory import of_fact, of_tool, of_tool_paper, right_missing, said_enough, upload_moved
from tests.portal.going_wrong.learning import (
    contested,
    finished_too_many,
    held_back,
    one_source_more,
    one_trial_more,
    reported,
    without_estimation,
)
from tests.portal.going_wrong.reaching_out import (
    cancelled_twice,
    letter_too_long,
    own_page_approved,
    page_asked_otherwise,
)
from tests.portal.going_wrong.rule_changes import (
    as_it_is,
    by_somebody_asked,
    changed,
    from_elsewhere,
    of_her_own,
    of_story,
    only_announced,
    overtaken,
    refused,
)
from tests.portal.going_wrong.visiting import (
    no_token,
    of_form,
    of_page,
    session_ended,
    unknown_option,
    with_an_entry,
)
from tests.portal.going_wrong.workshop import (
    brought_and_not_read,
    by_another,
    by_herself,
    no_such_gap,
    nothing,
    of_draft,
    one_pack_more,
    replied_otherwise,
    returned,
    reviewed,
    too_long_a_word,
    unknown_change,
    written_on,
)
from tests.portal.house import House, house_on
from tests.teaching import teach

PLACE = {"kind": "story", "id": "1", "title": "Une nouvelle", "language": "fr"}


APPROVING = {"do": "approve"}


ERRORS = {
    "DraftMoved": (409, reviewed(written_on, "decide", do="approve")),
    "NoSuchUpload": (404, of_page("/exchange/imports/123456")),
    "UploadMoved": (409, brought_and_not_read),
    "TooManyPacks": (409, one_pack_more),
    "TextTooLong": (422, of_form("/authoring/ecouter", text="x" * 500_001)),
    "MalformedForm": (400, of_form("/authoring/ecouter", form="module", do="remove:cards-9")),
    "NoSuchVersion": (404, of_page("/versions/ecouter/123456")),
    "NoSuchRemark": (404, of_form("/reviewing/remarks/123456")),
    "NoSuchReview": (404, of_page("/reviewing/123456")),
    "OwnText": (403, reviewed(by_herself, "decide", **APPROVING)),
    "NotInvited": (403, reviewed(by_another, "decide", **APPROVING)),
    "NotHers": (403, reviewed(nothing, "withdraw")),
    "AlreadyDecided": (409, reviewed(returned, "decide", **APPROVING)),
    "NoSuchRuleChange": (404, of_page("/rule-changes/123456")),
    "OwnChange": (403, of_her_own("decide", do="refuse")),
    "OwnWriting": (403, of_her_own("texts", do="read")),
    "NotAsked": (403, changed(by_somebody_asked, "decide", do="refuse")),
    "NotHerChange": (403, changed(as_it_is, "withdraw")),
    "ChangeDecided": (409, changed(refused, "decide", do="refuse")),
    "NothingToUndo": (409, changed(as_it_is, "undo")),
    "LaterChange": (409, overtaken),
    "RuleMoved": (409, changed(from_elsewhere, "decide", do="accept")),
    "NeverMarked": (409, changed(only_announced, "texts", do="leave")),
    "TooLate": (409, changed(refused, "texts", do="leave")),
    "PersonalStory": (403, of_story("/rule-changes/stories/{}", personal=True)),
    "NothingToCite": (409, of_story("/drafted-questions/stories/{}", right="title")),
    "NoSuchGap": (404, no_such_gap),
    "NoSuchDraftedQuestion": (404, of_page("/drafted-questions/123456")),
    "InterviewTooLong": (422, too_long_a_word),
    "CommentTooLong": (422, reviewed(nothing, "comment", body="x" * 2001)),
    "NoSuchPage": (404, of_form("/community/pages/teams/123456/off")),
    "OtherPageAsked": (409, page_asked_otherwise),
    "OwnPage": (403, own_page_approved),
    "NoTrainer": (422, of_form("/responsibility/ecouter", owner="123456")),
    "ContestedLately": (409, contested),
    "NoSuchWritten": (404, of_page("/modules/ecouter/written/parti")),
    "NoSuchDialogue": (404, of_form("/modules/ecouter/dialogues/parti")),
    "DialogueHeldBack": (409, held_back),
    "TooFewNew": (409, lambda house: contested(house, 1, 2, 3, 4)),
    "UnknownModule": (404, of_form("/modules/nulle-part/start")),
    "WithoutEstimation": (409, without_estimation),
    "NoSuchSkill": (404, of_page("/skills/listen.nothing")),
    "NoCrisisCard": (404, of_page("/crisis")),
    "UnknownEntry": (404, of_page("/directory/entry/nulle-part")),
    "NotToRecommend": (409, of_tool_paper),
    "ToolTextTooLong": (422, of_tool(words="x" * 601)),
    "NotTestedYet": (422, of_tool(replied_on="2099-01-01")),
    "UnknownFact": (404, of_fact(verdict="gone")),
    "UnknownVerdict": (422, of_fact(verdict="peut-être")),
    "EnoughSaid": (409, with_an_entry(said_enough)),
    "NoService": (422, with_an_entry(of_form("/directory/to-check", what="live/ecoute", service="Mme Untel"))),
    "NothingToReread": (404, with_an_entry(of_form("/directory/to-check", what="live/ecoute/0", service="Service"))),
    "RightMissing": (409, right_missing),
    "NoSuchProposal": (404, of_form("/directory/imports/9999/accept")),
    "CircleLinkClosed": (410, of_page("/circles/join/x")),
    "NoSuchMeeting": (404, of_form("/community/meetings/1/123456/cancel")),
    "MeetingOver": (409, cancelled_twice),
    "NothingChosen": (422, of_form("/training-records", module="nulle-part")),
    "TooManyModules": (422, finished_too_many),
    "UnknownVignette": (404, of_page("/modules/ecouter/vignettes/nulle-part")),
    "UnknownProgramme": (404, of_page("/programmes/nulle-part")),
    "UnknownTopic": (404, of_page("/topics/nulle-part")),
    "UnknownQuestion": (404, of_page("/sheet/from/nulle-part")),
    "UnknownCard": (404, of_page("/modules/ecouter/cards/nulle-part")),
    "NoSuchDomain": (404, of_form("/situate", domain="nulle-part")),
    "NoSuchPlay": (404, of_page(f"/play/{uuid4()}")),
    "NoSuchPresentation": (404, of_form(f"/play/{uuid4()}/answer", presentation="x", option="a")),
    "NothingToAsk": (404, of_form("/practice/review/frame.mandate")),
    "UnknownOption": (422, unknown_option),
    "BrokenText": (409, of_draft("{}", "Une Majuscule")),
    "OtherId": (409, of_draft("id: {}", "id: un-autre")),
    "QuestionTaken": (409, of_draft("{}-1", "listen-active-1")),
    "UnknownRule": (404, of_form("/dates/reread", subject="rule:inconnue")),
    "NoSuchSource": (404, of_form("/sources/mine/123456/leave")),
    "NoSuchTrial": (404, of_page("/sources/mine/trials/123456")),
    "TooManySources": (409, one_source_more),
    "TooManyTrials": (429, one_trial_more),
    "NoSuchLetter": (404, of_page("/letters/123456")),
    "NoSuchPicture": (404, of_page(f"/pictures/{'0' * 32}")),
    "NoPlaceForPicture": (409, of_page("/pictures?module=ecouter&field=cards-9-body")),
    "NothingToSay": (422, of_form("/letters", pick="rule:duree")),
    "TooManyParts": (422, letter_too_long),
    "NoSuchNotice": (404, of_form("/notices/123456/read")),
    "NoSuchReport": (404, of_form("/reports/123456/withdraw")),
    "TooManyReports": (429, reported(lambda tap: [tap(do=do) for do in ("report", "withdraw") * 12 + ("report",)])),
    "WordTooLong": (422, reported(lambda tap: [tap(do="word", word="x" * 2001)])),
    "AlreadySettled": (409, replied_otherwise),
    "NotBlind": (409, of_form("/field/nulle-part", option="a")),
    "NoSuchQuestion": (404, of_page("/statistics/questions/nulle-part")),
    "NoSuchLanguage": (404, of_page("/authoring/ecouter/in/de")),
    "NoSuchStory": (404, of_page("/news/123456")),
    "NoSuchTheme": (404, of_form("/themes/123456/address")),
    "BadSubject": (404, of_form("/news/less", kind="humeur", subject="x")),
    "UnknownChange": (404, unknown_change),
    "NoSuchReset": (410, of_page("/way-back/x")),
    "NoSuchOwnAddress": (410, of_page("/own-address/x")),
    "NoSuchLeaver": (410, of_page("/leaving/x")),
    "NoSuchSession": (404, of_form("/account/sessions/123456/end")),
    "NoSuchMail": (404, of_page("/mail/123456")),
    "NoSuchAnswer": (404, of_page("/history/123456")),
    "BadTarget": (404, of_form("/keeping/bookmark", **{**PLACE, "kind": "person"})),
    "NoteTooLong": (422, of_form("/keeping/note", **PLACE, text="x" * 10_001)),
    "NoteChanged": (409, of_form("/keeping/note", **PLACE, text="Une note", edition="une autre")),
    "BadLink": (410, of_page("/question/x")),
    "CSRFError": (400, no_token),
    "SessionEnded": (403, session_ended),
    "InvisibleCharacter": (400, of_page("/search?q=%00")),
}
"""How each named error is met; those of the database and NoParametersInForce need a house of their own."""
OF_A_HOUSE_OF_THEIR_OWN = {"NoParametersInForce", "NoRoom", "OperationalError", "DataError"}


def kinds(of: type[NamedError]) -> Iterator[type[NamedError]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def told() -> dict[str, tuple[str, str]]:
    """What is said of every broken rule, and of what libraries raise; a refused record has its own page."""
    rules = [one for one in kinds(NamedError) if "what" in vars(one) and not issubclass(one, BadRecord)]
    return {one.__name__: (one.what, one.then or FROM_HOME) for one in rules} | {
        one.__name__: (what, then) for one, (_, what, then) in OF_LIBRARIES.items()
    }


def test_every_named_error_is_met_here(house: House) -> None:
    """The house has opened every file of views, and so every file that raises one."""
    assert told().keys() == ERRORS.keys() | OF_A_HOUSE_OF_THEIR_OWN


def test_a_named_error_has_its_page_with_what_happened_and_what_to_do(house: House) -> None:
    wrong, said = [], told()
    for name, (status, visit) in ERRORS.items():
        house.clock.at = MONDAY
        wrong += [f"{name}: {found}" for found in wrong_with(visit(house), status, *said[name])]
    assert wrong == [], "\n".join(wrong)


def wrong_with(page: Page, status: int, *sentences: str) -> Iterator[str]:
    """Another status than that of the error, a flaw, a sentence that is not said."""
    if page.status != status:
        yield f"status {page.status}"
    yield from flaws(page)
    said = page.text.translate({0x202F: " ", 0xA0: " ", 0x2019: "'"})
    yield from (f"not said: {sentence}" for sentence in sentences if sentence not in said)


def test_of_a_file_of_entries_it_is_said_where_what_was_taken_of_it_is(house: House) -> None:
    page, moved = of_page("/directory/imports/9999")(house), upload_moved(house)
    assert [*wrong_with(page, 404, "Ce fichier n'est plus ici", "Ce qui en a été publié reste.")] == []
    assert [*wrong_with(moved, 409, "Ce fichier n'en est plus à cette étape.", "Rien n'est changé.")] == []


def test_each_named_error_says_something_of_its_own() -> None:
    said = [what for name, (what, _) in told().items() if name != "UnknownChange"]
    assert len(said) == len(set(said))


def test_a_page_that_does_not_exist_says_so(house: House) -> None:
    browser = house.visitor(trainer=True)
    nowhere = ("/nulle-part", "/play/not-a-uuid", "/news/x", "/authoring/ecouter/x", "/static/x", "/mail/99999999999")
    for address in nowhere:
        assert (address, [*wrong_with(browser.get(address), 404)]) == (address, [])


def test_a_body_that_is_too_long_is_refused_with_what_is_kept(house: House) -> None:
    browser = house.visitor(trainer=True)
    browser.get("/authoring/ecouter")
    page = browser.send("", ("do", "save"), text="x" * 2_000_001)
    assert page.status == 413
    assert flaws(page) == []


def test_an_error_of_ours_is_a_page_and_not_a_traceback(house: House) -> None:
    """A link that we signed ourselves around something else than a question."""
    page = house.stranger().get(f"/question/{links.sign(house.settings.secret_key, 'question', 'x')}")
    assert page.status == 500
    assert flaws(page) == []
    assert "Traceback" not in page.body


def test_what_the_page_of_an_error_stumbles_over_leaves_nobody_without_an_answer(
    empty_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    @empty_house.app.context_processor
    def stumble() -> dict[str, object]:
        raise RuntimeError("a fault of ours")

    page = empty_house.stranger().get("/nulle-part")
    assert (page.status, page.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert page.body == "Cette page n’existe pas. L’adresse a peut-être changé."
    assert "a fault of ours" in caplog.text


# ------------------------------------------------------------------------------- a database that refuses what was sent


def test_what_a_database_refuses_is_not_said_to_be_its_silence(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with house_on(database_url, tmp_path) as house:

        @house.app.get("/keep/<number>")
        def keep(number: str) -> str:
            with writing() as db:
                db.execute(text("SELECT CAST(:number AS BIGINT)"), {"number": int(number)})
            return ""

        page = house.stranger().get(f"/keep/{'7' * 30}")
    assert [*wrong_with(page, *OF_LIBRARIES[DataError])] == []
    (line,) = [record for record in caplog.records if record.name == "portal"]
    assert line.getMessage().startswith("GET /keep/<number>: ")
    assert (line.exc_info, "7" * 30 in caplog.text) == (None, False)


def test_a_question_that_a_database_does_not_understand_is_a_fault_of_ours(database_url: str, tmp_path: Path) -> None:
    with house_on(database_url, tmp_path) as house:

        @house.app.get("/misspelt")
        def misspelt() -> str:
            with reading() as db:
                return str(db.execute(text("SELECT * FROM nowhere")).all())

        assert house.stranger().get("/misspelt").status == 500


# ---------------------------------------------------------------------------------------- a database that is not there


@pytest.fixture(params=["sqlite:///{folder}/nowhere/x.sqlite3", "postgresql+psycopg://nobody@127.0.0.1:1/x"])
def dead(request: pytest.FixtureRequest, tmp_path: Path) -> Browser:
    """The browser of somebody who has signed in before the database died."""
    url = request.param.format(folder=tmp_path)
    app = create_app(Settings(instance=tmp_path, database_url=url, secret_key="not a secret"), lambda: MONDAY)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "1-0123456789abcdef"
    return Browser(client)


def test_a_dead_database_is_said_in_a_sentence(dead: Browser) -> None:
    for address in ("/", "/modules", "/news", "/account", "/people"):
        assert (address, [*wrong_with(dead.get(address), 503, OF_LIBRARIES[OperationalError][2])]) == (address, [])


def test_a_dead_database_is_a_line_of_the_log_however_often_one_tries(
    dead: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    dead.get("/modules")
    (line,) = [record for record in caplog.records if record.name == "portal"]
    assert line.getMessage().startswith("GET /modules: ")
    assert (line.exc_info, "\n" in line.getMessage()) == (None, False)


@pytest.mark.parametrize(("address", "status"), [("/nulle-part", 404), ("/question/x", 410)])
def test_what_needs_no_database_is_answered_without_one(dead: Browser, address: str, status: int) -> None:
    page = dead.get(address)
    assert (page.status, flaws(page)) == (status, [])


def test_nobody_is_signed_out_by_a_database_that_is_away_for_a_moment(dead: Browser) -> None:
    dead.get("/")
    with dead.client.session_transaction() as session:
        assert "_user_id" in session


@contextmanager
def no_room(store: Store) -> Iterator[None]:
    """A database that has no page more than it has now, all of them taken."""

    def end(opened: Any, *_: object) -> None:
        opened.execute("PRAGMA max_page_count=1")  # no fewer than there are: https://www.sqlite.org/pragma.html

    event.listen(store.engine, "checkout", end)
    try:
        with pytest.raises(NoRoom):
            for number in range(10_000):
                with store.writing() as db:
                    db.add(Slot(kind="what takes room", slot=f"{number}" * 100, taken_at=MONDAY))
        yield
    finally:
        event.remove(store.engine, "checkout", end)


def test_a_full_disk_is_said_and_what_there_is_can_still_be_read(empty_house: House) -> None:
    teach(empty_house.store, small_pack())
    browsers, author = [empty_house.visitor() for _ in range(10)], empty_house.visitor(trainer=True)
    with no_room(empty_house.app.extensions["store"]):
        # Each would have what is proposed to her kept.
        assert [browser.get("/").status for browser in browsers] == [200] * len(browsers)
        author.get("/authoring/ecouter")
        refused = author.send("", ("do", "save"), text="Un texte. " * 10_000)
        assert [*wrong_with(refused, *OF_LIBRARIES[NoRoom])] == []


def test_an_installation_without_parameters_says_how_to_make_them(empty_house: House) -> None:
    with empty_house.store.writing() as db:
        coming_into_force.load_pack(db, builders.small_pack(), MONDAY)
    page = empty_house.visitor().get("/")
    assert page.status == 503
    assert "make run" in page.text
