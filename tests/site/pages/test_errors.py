"""What goes wrong is said on a page of ours, with what is kept; never a traceback, also when the database is dead."""

import ast
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
from models.ground import signing
from models.ground.settings import Settings
from models.ground.store import NoRoom, Store
from models.learning.training_record_code import BadRecord
from models.parameters import NoParametersInForce
from models.tables.jobs import Slot
from portal import create_app
from portal.people import oidc
from portal.request import reading, writing
from portal.site.error_pages import FROM_HOME, OF_LIBRARIES
from tests import builders
from tests.builders import MONDAY, small_pack
from tests.house import House, house_on
from tests.page_browser import Browser, Page
from tests.site.pages.flaws import flaws
from tests.site.pages.going_wrong.directory import (
    of_fact,
    of_tool,
    of_tool_paper,
    right_missing,
    said_enough,
    upload_moved,
)
from tests.site.pages.going_wrong.learning import (
    contested,
    finished_too_many,
    held_back,
    one_source_more,
    one_trial_more,
    reported,
    without_estimation,
)
from tests.site.pages.going_wrong.reaching_out import (
    cancelled_twice,
    letter_too_long,
    own_page_approved,
    page_asked_otherwise,
)
from tests.site.pages.going_wrong.rule_changes import (
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
from tests.site.pages.going_wrong.visiting import (
    no_token,
    of_form,
    of_page,
    session_ended,
    unknown_option,
    with_an_entry,
)
from tests.site.pages.going_wrong.workshop import (
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
from tests.teaching import teach

ROOT = Path(__file__).resolve().parents[3]
PRODUCT = ("content", "models", "watchers", "portal")

PLACE = {"kind": "story", "id": "1", "title": "Une nouvelle", "language": "fr"}


APPROVING = {"do": "approve"}


ERRORS = {
    "Le texte a changé entre-temps : celui que vous avez lu n'est plus le dernier.": (
        409,
        reviewed(written_on, "decide", do="approve"),
    ),
    "Ce que ce fichier apportait n'est plus ici : son terme est passé, ou quelqu'un l'a retiré.": (
        404,
        of_page("/exchange/imports/123456"),
    ),
    "Ce fichier n'est pas encore lu, ou ne se lit pas.": (409, brought_and_not_read),
    "Trois paquets que vous avez apportés sont déjà ici.": (409, one_pack_more),
    "Ce texte est trop long.": (422, of_form("/authoring/ecouter", text="x" * 500_001)),
    "Ce formulaire n'est pas arrivé tel que nos pages l'envoient.": (
        400,
        of_form("/authoring/ecouter", form="module", do="remove:cards-9"),
    ),
    "Cette version n'existe pas.": (404, of_page("/versions/ecouter/123456")),
    "Cette remarque n'existe pas.": (404, of_form("/reviewing/remarks/123456")),
    "Cette relecture n'existe pas.": (404, of_page("/reviewing/123456")),
    "C'est votre propre texte : une autre personne de l'équipe de formation doit le relire.": (
        403,
        reviewed(by_herself, "decide", **APPROVING),
    ),
    "Quelqu'un d'autre a été invité à relire ce texte.": (403, reviewed(by_another, "decide", **APPROVING)),
    "Quelqu'un d'autre a demandé cette relecture.": (403, reviewed(nothing, "withdraw")),
    "Cette relecture est déjà terminée.": (409, reviewed(returned, "decide", **APPROVING)),
    "Ce changement de règle n'existe pas.": (404, of_page("/rule-changes/123456")),
    "C'est votre propre proposition : une autre personne doit en décider.": (403, of_her_own("decide", do="refuse")),
    "C'est votre propre texte : une autre personne doit le relire.": (403, of_her_own("texts", do="read")),
    "Quelqu'un d'autre a été invité à décider de ce changement.": (
        403,
        changed(by_somebody_asked, "decide", do="refuse"),
    ),
    "Quelqu'un d'autre a proposé ce changement.": (403, changed(as_it_is, "withdraw")),
    "Ce changement a déjà été décidé.": (409, changed(refused, "decide", do="refuse")),
    "Ce changement n'est pas accepté, ou il est déjà annulé.": (409, changed(as_it_is, "undo")),
    "Un changement plus récent de la même règle est en vigueur.": (409, overtaken),
    "La règle n'est plus dans l'état d'où part ce changement.": (409, changed(from_elsewhere, "decide", do="accept")),
    "Ce qui est annoncé, adopté ou publié ne change aucune réponse attendue.": (
        409,
        changed(only_announced, "texts", do="leave"),
    ),
    "Ce changement a déjà pris effet, ou il a pris fin.": (409, changed(refused, "texts", do="leave")),
    "Cette actualité vient d'une source personnelle.": (403, of_story("/rule-changes/stories/{}", personal=True)),
    "Aucune phrase de cette actualité ne peut être citée.": (
        409,
        of_story("/drafted-questions/stories/{}", right="title"),
    ),
    "Cette question ne peut plus être proposée.": (404, no_such_gap),
    "Cette question n'a pas été tirée d'une actualité.": (404, of_page("/drafted-questions/123456")),
    "« En entretien » tient en quatre cents caractères.": (422, too_long_a_word),
    "Cette remarque est trop longue.": (422, reviewed(nothing, "comment", body="x" * 2001)),
    "Cette page publique n'existe pas, ou rien n'y attend plus.": (404, of_form("/community/pages/teams/123456/off")),
    "La demande a changé entre-temps : ce que vous avez lu n'est plus ce qui attend.": (409, page_asked_otherwise),
    "Vous avez demandé cette page : une autre personne de l'administration l'approuve.": (403, own_page_approved),
    "Cette personne ne fait plus partie de l'équipe de formation.": (
        422,
        of_form("/responsibility/ecouter", owner="123456"),
    ),
    "Ces trois questions vous ont été posées il y a moins de deux semaines.": (409, contested),
    "Ce module n'a rien à écrire à cette adresse.": (404, of_page("/modules/ecouter/written/parti")),
    "Ce module n'a pas d'entretien à cette adresse.": (404, of_form("/modules/ecouter/dialogues/parti")),
    "Cet entretien ne se joue pas pour l'instant : une de ses répliques est en cours de correction.": (409, held_back),
    "Il ne reste pas trois questions nouvelles sur cette compétence.": (
        409,
        lambda house: contested(house, 1, 2, 3, 4),
    ),
    "Ce module n'est pas publié.": (404, of_form("/modules/nulle-part/start")),
    "Vous apprenez sans estimation : rien n'est gardé de ce que vous apprenez.": (409, without_estimation),
    "Cette compétence n'existe pas.": (404, of_page("/skills/listen.nothing")),
    "Aucune carte n'est encore écrite pour ce moment.": (404, of_page("/crisis")),
    "Cette entrée n'est pas dans le répertoire.": (404, of_page("/directory/entry/nulle-part")),
    "Cet outil ne s'imprime ni ne se copie encore : il demande un compte, ou on ne le sait pas.": (409, of_tool_paper),
    "Ce qui est écrit de cet outil est trop long.": (422, of_tool(words="x" * 601)),
    "Ce jour n'est pas encore passé, ou n'en est pas un.": (422, of_tool(replied_on="2099-01-01")),
    "Ce que vous aviez sous les yeux a été relu ou corrigé entre-temps.": (404, of_fact(verdict="gone")),
    "Cela ne se dit pas d'une entrée.": (422, of_fact(verdict="peut-être")),
    "Vous avez déjà répondu sur quatre points cette semaine : cela suffit, merci.": (409, with_an_entry(said_enough)),
    "Dites quel service a relu, par exemple « Service emploi » : jamais une personne.": (
        422,
        with_an_entry(of_form("/directory/to-check", what="live/ecoute", service="Mme Untel")),
    ),
    "Ces points ont été relus ou corrigés entre-temps.": (
        404,
        with_an_entry(of_form("/directory/to-check", what="live/ecoute/0", service="Service")),
    ),
    "Rien ne dit que ces textes peuvent servir ici.": (409, right_missing),
    "Ce fichier ne propose pas cette entrée.": (404, of_form("/directory/imports/9999/accept")),
    "Les cercles se sont arrêtés : leurs liens ne s'ouvrent plus.": (410, of_page("/circles/join/x")),
    "Cette rencontre n'est pas annoncée par une de vos pages.": (404, of_form("/community/meetings/1/123456/cancel")),
    "Cette rencontre est annulée, ou elle a commencé.": (409, cancelled_twice),
    "Un relevé dit au moins un module.": (422, of_form("/training-records", module="nulle-part")),
    "Un relevé dit quarante modules au plus.": (422, finished_too_many),
    "Cette vignette n'est plus là.": (404, of_page("/modules/ecouter/vignettes/nulle-part")),
    "Ce parcours n'est pas proposé.": (404, of_page("/programmes/nulle-part")),
    "Ce sujet n'est pas publié.": (404, of_page("/topics/nulle-part")),
    "Aucune feuille ne commence par cette question.": (404, of_page("/sheet/from/nulle-part")),
    "Cette carte n'est plus à cette adresse.": (404, of_page("/modules/ecouter/cards/nulle-part")),
    "Ce domaine n'existe pas.": (404, of_form("/situate", domain="nulle-part")),
    "Cette séance n'est pas la vôtre.": (404, of_page(f"/play/{uuid4()}")),
    "Cette question ne vous a pas été posée.": (404, of_form(f"/play/{uuid4()}/answer", presentation="x", option="a")),
    "Aucune question n'est publiée sur cette compétence.": (404, of_form("/practice/review/frame.mandate")),
    "Cette réponse n'existe pas.": (422, unknown_option),
    "Ce texte est encore à corriger.": (409, of_draft("{}", "Une Majuscule")),
    "Ce texte porte l'identifiant d'un autre.": (409, of_draft("id: {}", "id: un-autre")),
    "Une question de ce texte est dans un autre module.": (409, of_draft("{}-1", "listen-active-1")),
    "Cette règle n'existe pas, ou plus.": (404, of_form("/dates/reread", subject="rule:inconnue")),
    "Cette source n'est pas suivie.": (404, of_form("/sources/mine/123456/leave")),
    "Vous n'avez pas demandé cet essai, ou il est oublié.": (404, of_page("/sources/mine/trials/123456")),
    "Vous suivez déjà vingt flux à vous.": (409, one_source_more),
    "Vous avez déjà fait essayer beaucoup d'adresses aujourd'hui.": (429, one_trial_more),
    "Cette lettre n'est pas la vôtre, ou ses quatre-vingt-dix jours sont passés.": (404, of_page("/letters/123456")),
    "Cette image n'est pas ici.": (404, of_page(f"/pictures/{'0' * 32}")),
    "Le champ de cette image n'est plus là : le texte a changé entre-temps.": (
        409,
        of_page("/pictures?module=ecouter&field=cards-9-body"),
    ),
    "Rien de ce qui est coché n'est écrit en mots simples, puis relu, dans cette langue.": (
        422,
        of_form("/letters", pick="rule:duree"),
    ),
    "Une lettre a huit parties au plus.": (422, letter_too_long),
    "Ce message ne vous est pas adressé.": (404, of_form("/notices/123456/read")),
    "Ce signalement n'est pas le vôtre.": (404, of_form("/reports/123456/withdraw")),
    "Vous avez déjà beaucoup signalé aujourd'hui.": (
        429,
        reported(lambda tap: [tap(do=do) for do in ("report", "withdraw") * 12 + ("report",)]),
    ),
    "Votre mot d'explication est trop long.": (422, reported(lambda tap: [tap(do="word", word="x" * 2001)])),
    "Ce signalement a déjà sa réponse, ou a été retiré.": (409, replied_otherwise),
    "Cette question n'attend plus votre avis.": (409, of_form("/field/nulle-part", option="a")),
    "Cette question n'est pas publiée.": (404, of_page("/statistics/questions/nulle-part")),
    "Ce module ne s'écrit pas dans cette langue.": (404, of_page("/authoring/ecouter/in/de")),
    "Cette actualité n'est plus là.": (404, of_page("/news/123456")),
    "Ce thème n'est pas suivi, ou cette adresse n'existe plus.": (404, of_form("/themes/123456/address")),
    "Ce genre d'actualités n'existe pas.": (404, of_form("/news/less", kind="humeur", subject="x")),
    "Cette page n'existe pas.": (404, unknown_change),
    "Ce lien a servi, ou son heure est passée.": (410, of_page("/way-back/x")),
    "Ce lien ne confirme plus d'adresse.": (410, of_page("/own-address/x")),
    "Ce lien ne mène plus à rien.": (410, of_page("/leaving/x")),
    "Cette session est déjà terminée.": (404, of_form("/account/sessions/123456/end")),
    "Ce courriel n'est pas le vôtre.": (404, of_page("/mail/123456")),
    "Cette réponse n'est pas la vôtre.": (404, of_page("/history/123456")),
    "Cela ne peut pas être gardé.": (404, of_form("/keeping/bookmark", **{**PLACE, "kind": "person"})),
    "Cette note est trop longue.": (422, of_form("/keeping/note", **PLACE, text="x" * 10_001)),
    "Cette note a changé entre-temps, dans une autre fenêtre.": (
        409,
        of_form("/keeping/note", **PLACE, text="Une note", edition="une autre"),
    ),
    "Ce lien n'est plus valable.": (410, of_page("/question/x")),
    "Cette page était ouverte depuis trop longtemps.": (400, no_token),
    "Votre session est terminée.": (403, session_ended),
    "Ce que vous avez envoyé contient un caractère invisible, qui ne peut pas être gardé.": (
        400,
        of_page("/search?q=%00"),
    ),
}
"""What is said of each broken rule → its status, and how it is met."""
OF_A_HOUSE_OF_THEIR_OWN = {
    NoParametersInForce.what,
    *(OF_LIBRARIES[one][1] for one in (NoRoom, OperationalError, DataError)),
}
AT_THE_PROVIDER = ("portal/people/oidc.py", "portal/people/identities.py", "models/people/identities.py")
"""What goes wrong there is said on a page of its own: tests/people/pages/test_oidc.py."""
RAISING = {"or_not_found", *(kind.__name__ for kind in NamedError.__subclasses__())}
"""What takes the two sentences of an error: its kinds, and the verb that raises one of them."""


def told() -> list[tuple[str, str]]:
    """What is said of each broken rule, and what is kept or to do: on its class, or where it is raised."""
    with_a_page = (BadRecord, oidc.NoAnswer, oidc.BadAnswer)
    on_class = [one for one in kinds(NamedError) if "what" in vars(one) and not issubclass(one, with_a_page)]
    files = {file for folder in PRODUCT for file in (ROOT / folder).rglob("*.py")}
    files -= {ROOT / one for one in AT_THE_PROVIDER}
    return [
        *((one.what, one.then) for one in on_class),
        *(said for file in files for said in said_where_raised(ast.parse(file.read_text()))),
        *((what, then) for _, what, then in OF_LIBRARIES.values()),
    ]


def kinds(of: type[NamedError]) -> Iterator[type[NamedError]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def said_where_raised(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in RAISING:
            marked = [one.args[0] for one in call.args if isinstance(one, ast.Call) and ast.unparse(one.func) == "N_"]
            if marked:
                what, then = [*(str(ast.literal_eval(one)) for one in marked), ""][:2]
                yield what, then


def test_every_named_error_is_met_here(house: House) -> None:
    """The house has opened every file of views, and so every file that raises one."""
    assert {what for what, _ in told()} == ERRORS.keys() | OF_A_HOUSE_OF_THEIR_OWN


def test_a_named_error_has_its_page_with_what_happened_and_what_to_do(house: House) -> None:
    wrong, said = [], dict(told())
    for what, (status, visit) in ERRORS.items():
        house.clock.at = MONDAY
        wrong += [f"{what}: {found}" for found in wrong_with(visit(house), status, what, said[what] or FROM_HOME)]
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
    said = [what for what, _ in told()]
    assert [what for what in said if said.count(what) > 1] == []


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
    page = house.stranger().get(f"/question/{signing.sign_link(house.settings.secret_key, 'question', 'x')}")
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


# -------------------------------------------------------------------------------- a database that refuses what was sent


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


# ----------------------------------------------------------------------------------------- a database that is not there


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
