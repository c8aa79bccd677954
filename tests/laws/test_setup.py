"""`python -m portal setup`, as whoever installs Boussole runs it: once, twice, and with something wrong."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from pyotp import TOTP
from sqlalchemy import delete, select, text

from content.text.corrections import fingerprint
from models import parameters
from models.catalogue import documents, drafts
from models.ground import audit, schema, search
from models.ground.schema import LAST_WITH_OLDER_STEPS
from models.ground.settings import Settings
from models.ground.store import Store
from models.language.prepare import FOLDER_FILES, is_prepared
from models.people import passwords, second_factor
from models.studio import publishing
from models.tables.audit import AuditVerb
from models.tables.documents import VersionChange
from models.tables.parameters import Promotion
from models.tables.people import Account
from models.tables.search import SearchKind
from portal import create_app
from portal.site import setup
from portal.site.setup import FIRST_EMAIL
from tests.databases import stand_at, store_on
from tests.page_browser import Browser
from tests.site.pages.readiness import readiness

ROOT = Path(__file__).resolve().parents[2]
PORTAL = (sys.executable, "-m", "portal")
PASSWORD = re.compile(r"mot de passe (\S+)")
CLOSED = "postgresql+psycopg://boussole:sesame@127.0.0.1:1/boussole"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """What names an installation in a fresh folder."""
    return environ_in(tmp_path)


def environ_in(folder: Path) -> dict[str, str]:
    """The same, in a folder where the sentence encoder has been made before."""
    encoder = folder / "encoder"
    encoder.mkdir()
    for name in FOLDER_FILES:
        (encoder / name).touch()
    ours = (
        "INSTANCE",
        "DATABASE_URL",
        "SECRET_KEY",
        "BASE_URL",
        "BIND",
        "SMTP_URL",
        "WATCH_ALLOW",
        "TIMEZONE",
        "DEMONSTRATION",
    )
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    return {**inherited, "INSTANCE": str(folder / "instance"), "ENCODER": str(encoder)}


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """An installation that nobody has come to yet, and what its first run told."""
    folder = tmp_path_factory.mktemp("installed")
    environ = {**environ_in(folder), "WATCH_ALLOW": "10.0.0.1:80,intranet.example:8080"}
    run = portal("setup", environ=environ)
    assert (run.returncode, run.stderr) == (0, "")
    return folder / "instance", run


@pytest.fixture
def installed(environ: dict[str, str], first_run: tuple[Path, object]) -> dict[str, str]:
    """What names a copy of that installation."""
    shutil.copytree(first_run[0], environ["INSTANCE"])
    return environ


def portal(*words: str, environ: dict[str, str], folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PORTAL, *words], cwd=folder, env=environ, capture_output=True, text=True, timeout=300)


def refused(run: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a run that could not be done."""
    assert (run.returncode, run.stdout) == (1, "")
    assert "Traceback" not in run.stderr
    return run.stderr.removesuffix("\n")


@pytest.mark.nightly
def test_each_run_tells_the_first_password_until_another_is_chosen(
    installed: dict[str, str], first_run: tuple[Path, subprocess.CompletedProcess[str]]
) -> None:
    _, first = first_run
    assert re.search(r"^\d+ textes chargés\.$", first.stdout, re.MULTILINE)
    (password,) = PASSWORD.findall(first.stdout)
    second = portal("setup", environ=installed)
    (told,) = (line for line in first.stdout.splitlines(keepends=True) if password in line)
    assert (second.returncode, second.stdout, second.stderr) == (0, told, "")
    app = create_app(Settings.from_environment(installed))
    browser = Browser(app.test_client())
    browser.get("/sign-in")
    assert browser.send(email=FIRST_EMAIL, password=password).path == "/account"
    with app.extensions["store"].reading() as db:
        kept = db.scalars(select(Account.password_hash)).one()
    assert extract_parameters(kept) == RFC_9106_LOW_MEMORY  # what passwords cost outside these tests
    with app.extensions["store"].writing() as db:
        passwords.set_password(db.scalars(select(Account)).one(), "une phrase que nul ne devine")
    app.extensions["store"].dispose()
    assert portal("setup", environ=installed).stdout == ""


def test_a_first_start_says_each_step_that_takes_long_before_it_takes_it(encoder_folder: Path, tmp_path: Path) -> None:
    settings = Settings(
        tmp_path, f"sqlite:///{tmp_path}/boussole.sqlite3", "not a secret", encoder=tmp_path / "encoder"
    )
    told = []

    def along(line: str) -> None:
        tables = schema.stands_at(settings.database_url) is not None
        told.append((line.partition(" : ")[0], tables, is_prepared(settings.encoder)))
        if len(told) > 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        setup.set_up(settings, datetime.now(UTC), along)
    assert told == [("Premier départ, une minute environ", False, False), ("Encodeur de phrases", True, False)]
    settings.encoder.symlink_to(encoder_folder)
    with pytest.raises(KeyboardInterrupt):
        setup.set_up(settings, datetime.now(UTC), along)
    assert told[2:] == [("Textes des modules", True, True)]


@pytest.mark.nightly
def test_a_lost_password_is_replaced_for_a_while(installed: dict[str, str]) -> None:
    run = portal("password", FIRST_EMAIL.upper(), environ=installed)
    assert run.returncode == 0
    assert "à changer en entrant" in run.stdout
    assert "personne@example.org" in refused(portal("password", "personne@example.org", environ=installed))


@pytest.mark.nightly
def test_a_lost_second_factor_is_turned_off_where_no_administrator_is_left_to_do_it(installed: dict[str, str]) -> None:
    settings = Settings.from_environment(installed)
    store = Store(settings.database_url)
    with store.writing() as db:
        account, secret, at = db.scalars(select(Account)).one(), second_factor.new_secret(), datetime.now(UTC)
        second_factor.turn_on(db, account, settings.secret_keys, secret, TOTP(secret).at(at), at)
    assert portal("one-step", FIRST_EMAIL.upper(), environ=installed).returncode == 0
    with store.reading() as db:
        assert second_factor.since(db, account) is None
    assert "personne@example.org" in refused(portal("one-step", "personne@example.org", environ=installed))
    store.dispose()


@pytest.mark.nightly
def test_an_index_that_a_migration_has_emptied_is_filled(installed: dict[str, str]) -> None:
    store = Store(Settings.from_environment(installed).database_url)
    with store.writing() as db:
        search.forget_all(db, *SearchKind)
    assert portal("setup", environ=installed).returncode == 0
    with store.reading() as db:
        assert search.find(db, "article 60", "fr").hits
    store.dispose()


@pytest.mark.nightly
def test_a_database_too_old_is_one_sentence_that_says_how_to_go_on(installed: dict[str, str]) -> None:
    store = Store(Settings.from_environment(installed).database_url)
    stand_at(store, "0011")
    store.dispose()
    said = refused(portal("setup", environ=installed))
    assert said.startswith("La mise en place s'arrête : la base de données en est à l'étape 0011")
    assert LAST_WITH_OLDER_STEPS in said
    assert said.count("\n") == 0


@pytest.mark.nightly
def test_a_newer_database_is_one_sentence(installed: dict[str, str]) -> None:
    store = Store(Settings.from_environment(installed).database_url)
    stand_at(store, "9999")
    store.dispose()
    said = refused(portal("setup", environ=installed))
    assert said.startswith("La mise en place s'arrête : la base de données vient d'une version plus récente")
    assert said.count("\n") == 0


@pytest.mark.nightly
def test_a_broken_database_is_one_sentence_and_stays_as_it_is(environ: dict[str, str]) -> None:
    file = Path(environ["INSTANCE"]) / "boussole.sqlite3"
    file.parent.mkdir()
    file.write_bytes(b"rien de lisible " * 1000)
    said = refused(portal("setup", environ=environ))
    assert said.startswith("La base de données ne se lit pas")
    assert said.count("\n") == 0
    assert file.read_bytes() == b"rien de lisible " * 1000


@pytest.mark.nightly
def test_a_port_that_is_taken_is_told_before_anything_is_made(environ: dict[str, str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        bind = f"127.0.0.1:{other.getsockname()[1]}"
        said = refused(portal("run", environ={**environ, "BIND": bind}))
        assert said == refused(portal("serve", environ={**environ, "BIND": bind}))
    assert said.startswith(f"Le port {bind} est déjà pris")
    assert not list(Path(environ["INSTANCE"]).glob("*.sqlite3"))


@pytest.mark.nightly
def test_what_an_installation_keeps_is_read_by_its_own_user_alone(
    first_run: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    modes = {file.name: oct(file.stat().st_mode & 0o777) for file in first_run[0].iterdir() if file.is_file()}
    assert set(modes.values()) == {"0o600"}
    assert "boussole.sqlite3" in modes


@pytest.mark.nightly
def test_private_addresses_that_may_be_visited_are_told(
    first_run: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    _, run = first_run
    assert "10.0.0.1:80, intranet.example:8080" in run.stdout


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("name", "value"),
    [("WATCH_ALLOW", "intranet"), ("DATABASE_URL", "mysql://x/y"), ("BASE_URL", "boussole")]
    + [("BASE_URL", "https://house.example/boussole"), ("TRUSTED_PROXIES", "deux"), ("BIND", "8350")],
)
def test_a_setting_that_cannot_be_used_is_named_and_nothing_is_made(
    environ: dict[str, str], name: str, value: str
) -> None:
    said = refused(portal("run", environ={**environ, name: value}))
    assert f"{name}='{value}'" in said
    assert said.count("\n") == 0
    assert not Path(environ["INSTANCE"]).exists()


@pytest.mark.nightly
@pytest.mark.parametrize("url", [CLOSED, "sqlite:////nowhere/at/all.sqlite3"])
def test_a_database_that_does_not_answer_is_one_sentence(environ: dict[str, str], url: str) -> None:
    said = refused(portal("setup", environ={**environ, "DATABASE_URL": url}))
    assert said.startswith("La base de données ne répond pas")
    assert said.count("\n") == 0
    assert "sesame" not in said


@pytest.mark.nightly
def test_an_instance_that_cannot_be_made_is_one_sentence(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = refused(portal("setup", environ={**environ, "INSTANCE": str(tmp_path / "file" / "instance")}))
    assert said.startswith("La mise en place s'arrête")
    assert said.count("\n") == 0


@pytest.mark.nightly
def test_a_folder_in_the_place_of_the_encoder_is_left_alone(installed: dict[str, str], tmp_path: Path) -> None:
    said = refused(portal("setup", environ={**installed, "ENCODER": str(tmp_path)}))
    assert str(tmp_path) in said
    assert said.count("\n") == 0


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the house, for its pack to be changed."""
    for name in ("content", "models", "watchers", "portal", "migrations"):
        ignored = shutil.ignore_patterns("vendor", "__pycache__")
        shutil.copytree(ROOT / name, tmp_path / "house" / name, ignore=ignored)
    return tmp_path / "house"


@pytest.mark.nightly
def test_a_broken_pack_is_told_with_its_lines_and_nothing_is_loaded(environ: dict[str, str], house: Path) -> None:
    module = next((house / "content/packs").glob("*/modules/*.md"))
    lines = module.read_text("utf-8").splitlines()
    broken = next(number for number, line in enumerate(lines) if line.startswith("minutes:"))
    lines[broken] = "minutes: cinq"
    module.write_text("\n".join(lines), "utf-8")
    said = refused(portal("setup", environ=environ, folder=house))
    assert f"{module.name}:{broken + 1}:" in said
    assert not list(Path(environ["INSTANCE"]).glob("*.sqlite3"))


def titled(title: str, text: str) -> str:
    """The text of a module, with another title."""
    return re.sub("^title: .*", f"title: {title}", text, flags=re.MULTILINE)


@pytest.mark.nightly
def test_an_upgrade_publishes_what_the_pack_corrects_once_and_says_what_the_house_keeps(
    installed: dict[str, str], house: Path
) -> None:
    pack, store = house / "content/packs/conseil-emploi", Store(Settings.from_environment(installed).database_url)
    entries = []
    for name, title in (("tension", "Autre titre"), ("article-60", "Autre encore")):
        module = pack / "modules" / f"{name}.md"
        before = module.read_text("utf-8")
        entries.append(f"  - {{document: {name}, from: {fingerprint(before)}, change: wording}}\n")
        module.write_text(titled(title, before), "utf-8")
    (pack / "corrections.yaml").write_text(f"corrections:\n{''.join(entries)}", "utf-8")
    with store.writing() as db:
        document = documents.module_document(db, "article-60")
        own = titled("Le nôtre", drafts.latest_text(db, document))
        publishing.publish(db, document, own, VersionChange.WORDING, datetime.now(UTC), None)
    both = [start(*PORTAL, "setup", environ=installed, folder=house) for _ in range(2)]
    told = "".join(one.communicate(timeout=60)[0] for one in both)
    assert told.count("Texte corrigé : tension, version 2 (formulation).") == told.count("Texte corrigé") == 1
    assert told.count("Texte de la maison gardé : article-60 ;") == told.count("Texte de la maison") == 1
    with store.reading() as db:
        titles = {one.id: one.title for one in documents.listing(db)}
        assert (titles["tension"], titles["article-60"]) == ("Autre titre", "Le nôtre")
        noted = audit.latest(db, [AuditVerb.PUBLISH, AuditVerb.IMPORT_DRAFT], 0, 9)
        assert [(one.verb, one.subject, one.parties) for one in noted] == [
            (AuditVerb.IMPORT_DRAFT, "article-60", []),
            (AuditVerb.PUBLISH, "tension", []),
        ]
    store.dispose()
    assert "Texte" not in portal("setup", environ=installed, folder=house).stdout


def start(*command: str, environ: dict[str, str], folder: Path = ROOT) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command, cwd=folder, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def start_in_the_background(verb: str, environ: dict[str, str]) -> "subprocess.Popen[str]":
    """As a shell that is not interactive: what it starts with « & » ignores SIGINT (POSIX.1, Shell, 2.11)."""
    return start("sh", "-c", f"trap '' INT; exec {sys.executable} -m portal {verb}", environ=environ)


def on_a_free_port(environ: dict[str, str]) -> dict[str, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return {**environ, "BASE_URL": f"http://127.0.0.1:{free.getsockname()[1]}"}


def read_until(running: "subprocess.Popen[str]", said: str) -> list[str]:
    """What a process has said until then; it must say it."""
    assert running.stdout
    lines = []
    for line in running.stdout:
        lines.append(line)
        if said in line:
            return lines
    raise AssertionError(f"never said {said!r}: {lines}")


@pytest.mark.nightly
def test_two_who_start_at_once_make_one_house(environ: dict[str, str]) -> None:
    both = [start(*PORTAL, "setup", environ=environ) for _ in range(2)]
    told = [one.communicate(timeout=60)[0] for one in both]
    assert [one.returncode for one in both] == [0, 0], told
    # Whichever of the two is read, what it says is true.
    first, second = (PASSWORD.findall(each) for each in told)
    assert first == second
    assert sorted("textes chargés" in each for each in told) == [False, True]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_another_database_is_one_setting(environ: dict[str, str], database_url: str) -> None:
    with store_on(database_url).engine.begin() as connection:
        for statement in ("DROP SCHEMA public CASCADE", "CREATE SCHEMA public"):
            connection.execute(text(statement))
    test_two_who_start_at_once_make_one_house({**environ, "DATABASE_URL": database_url})
    assert not list(Path(environ["INSTANCE"]).glob("*.sqlite3"))


@pytest.mark.nightly
def test_started_in_the_background_it_goes_on_while_a_killed_worker_comes_back_and_stops_when_it_is_asked_to(
    installed: dict[str, str],
) -> None:
    environ = on_a_free_port(installed)
    with start_in_the_background("run", environ=environ) as running:
        before = read_until(running, environ["BASE_URL"])
        assert any(PASSWORD.search(line) for line in before)
        read_until(running, "at work")
        _, worker = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
        os.kill(int(worker), signal.SIGKILL)
        read_until(running, "Le travailleur s'est arrêté (code -9) ; nouveau départ dans 1 s.")
        with urlopen(f"{environ['BASE_URL']}/sign-in") as page:
            assert page.status == 200
        read_until(running, "at work")
        running.terminate()
        running.communicate(timeout=30)
    assert running.returncode == 0


@pytest.mark.nightly
def test_the_portal_alone_stops_when_it_is_asked_to(installed: dict[str, str]) -> None:
    environ = on_a_free_port(installed)
    with readiness() as ready, start_in_the_background("serve", environ={**environ, **ready.environ}) as running:
        read_until(running, environ["BASE_URL"])
        ready.wait()
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=30) == 0


def test_a_worker_that_comes_before_the_tables_waits_for_them(installed: dict[str, str]) -> None:
    store = Store(Settings.from_environment(installed).database_url)
    newest = stand_at(store, "0012")
    with start(sys.executable, "-m", "watchers", "work", environ=installed) as worker:
        read_until(worker, "La base n'est pas prête")
        stand_at(store, newest)
        read_until(worker, "at work")
        worker.kill()
    store.dispose()


@pytest.mark.nightly
def test_a_worker_that_comes_before_the_house_is_furnished_waits_without_a_traceback(installed: dict[str, str]) -> None:
    """The first portal makes the tables, and what stands in them a moment later, in one transaction."""
    store = Store(Settings.from_environment(installed).database_url)
    with store.writing() as db:
        standing = parameters.in_force(db).id
        db.execute(delete(Promotion))
    with start(sys.executable, "-m", "watchers", "work", environ=installed) as worker:
        read_until(worker, "La base n'est pas prête")
        with store.writing() as db:
            parameters.promote(db, standing, datetime.now(UTC), "set-up")
        read_until(worker, "at work")
        worker.kill()
    store.dispose()
