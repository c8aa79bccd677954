"""What the environment may set, and what is said when it cannot be used."""

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from models.ground import signing
from models.ground.environment import BadSetting, OpenId, Terms
from models.ground.logs import LogSettings
from models.ground.settings import SECRET_KEY_FILE, Settings, kept_key, prepare_instance

KEY = "x" * 32


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return tmp_path / "instance"


def settings(instance: Path, **environ: str) -> Settings:
    return Settings.from_environment({"INSTANCE": str(instance), **environ})


def test_nothing_has_to_be_set_and_reading_writes_nothing(instance: Path) -> None:
    found = settings(instance)
    assert found.database_url == f"sqlite:///{instance / 'boussole.sqlite3'}"
    assert (found.base_url, found.secure, found.smtp_url) == ("http://127.0.0.1:8000", False, None)
    assert (found.sender, found.timezone) == ("boussole@127.0.0.1", "Europe/Brussels")
    assert found.encoder.is_relative_to(instance)
    assert (found.encoder_threads, found.bind) == (1, "127.0.0.1:8000")
    assert (found.watch_allow, found.demonstration) == (frozenset(), False)
    assert Settings.from_environment({}).instance == Path.cwd() / "instance"
    settings(instance)
    assert not instance.exists()


def test_an_empty_variable_counts_as_unset(instance: Path) -> None:
    names = ["DATABASE_URL", "SECRET_KEY", "BASE_URL", "SMTP_URL", "SENDER", "WATCH_ALLOW", "ENCODER", "TIMEZONE"]
    names += ["SUMMARISER", "ENCODER_THREADS"]
    prepare_instance(instance)
    assert settings(instance, **dict.fromkeys(names, "")) == settings(instance)


def test_what_is_set_is_taken(instance: Path) -> None:
    found = settings(
        instance,
        DATABASE_URL="postgresql+psycopg://boussole:secret@db.example/boussole",
        SECRET_KEY=KEY,
        BASE_URL="https://boussole.example/",
        SMTP_URL="smtps://boussole:secret@mail.example:465",
        SENDER="Boussole <boussole@mail.example>",
        WATCH_ALLOW="intranet.example:8080, 10.0.0.1:80,",
        WATCH_AGENT="Boussole",
        ENCODER="encoder",
        ENCODER_THREADS="4",
        TIMEZONE="America/Montreal",
        DEMONSTRATION="1",
    )
    assert found.database_url == "postgresql+psycopg://boussole:secret@db.example/boussole"
    assert (found.secret_key, found.base_url, found.secure) == (KEY, "https://boussole.example", True)
    assert found.smtp_url == "smtps://boussole:secret@mail.example:465"
    assert found.sender == "Boussole <boussole@mail.example>"
    assert found.watch_allow == {("intranet.example", 8080), ("10.0.0.1", 80)}
    assert (found.watch_agent, found.encoder, found.timezone) == ("Boussole", Path("encoder"), "America/Montreal")
    assert found.demonstration
    assert found.encoder_threads == 4


def test_the_sender_is_of_the_host_where_the_portal_is_or_asked_for(instance: Path) -> None:
    with pytest.raises(BadSetting, match="SENDER"):
        settings(instance, BASE_URL="http://[::1]:8000")
    assert settings(instance, BASE_URL="http://[::1]:8000", SENDER="a@b.example").sender == "a@b.example"
    assert settings(instance, BASE_URL="https://boussole.example:8443").sender == "boussole@boussole.example"


UNUSABLE = {
    "DATABASE_URL": [
        "mysql://localhost/x",
        "postgres://localhost/x",
        "postgresql://localhost/x",
        "postgresql+psycopg://localhost:five/x",
        "postgresql+psycopg://localhost",
        "sqlite://",
        "boussole.sqlite3",
    ],
    "BASE_URL": [
        "boussole.example",
        "ftp://boussole.example",
        "https:",
        "http://[::1",
        "http://boussole.example:99999",
    ],
    "SMTP_URL": ["mail.example:25", "http://mail.example", "smtp://", "smtp://mail.example:smtp"],
    "SENDER": [
        "boussole",
        "Boussole",
        "boussole@",
        "la boussole@mail.example",
        "boussole@mail.example, autre@mail.example",
        "Boussole <boussole>",
        "boussole@böussole.example",
    ],
    "WATCH_PAUSE": ["-1", "bientôt"],
    "ENCODER_THREADS": ["0", "deux"],
    "WATCH_ALLOW": [
        "intranet.example",
        "intranet.example:http",
        "intranet.example:²",
        "intranet.example:0",
        "intranet.example:65536",
        ":80",
        "intranet.example:80;10.0.0.1:80",
    ],
    "TIMEZONE": ["Bruxelles", "../../etc/passwd"],
}


def complaint(instance: Path, name: str, value: str) -> str:
    """What is said of a setting that cannot be used; nothing where it is taken."""
    try:
        settings(instance, **{name: value})
    except BadSetting as refused:
        return str(refused)
    return ""


def test_what_cannot_be_used_is_named_with_what_it_should_be(instance: Path) -> None:
    badly_named = [
        f"{name}={value}"
        for name, values in UNUSABLE.items()
        for value in values
        if not re.fullmatch(f"{name}={re.escape(repr(value))} : .+", complaint(instance, name, value))
    ]
    assert not badly_named, "\n".join(badly_named)


def test_a_password_is_not_repeated(instance: Path) -> None:
    for name, value in [
        ("DATABASE_URL", "mysql://boussole:sesame@w/rd@db.example/x"),
        ("SMTP_URL", "http://boussole:sesame@w/rd@mail.example"),
    ]:
        with pytest.raises(BadSetting, match="…@") as refused:
            settings(instance, **{name: value})
        assert "sesame" not in str(refused.value)


def test_the_key_of_an_instance_is_made_once_and_kept(instance: Path) -> None:
    prepare_instance(instance)
    first = settings(instance).secret_key
    prepare_instance(instance)
    assert settings(instance).secret_key == first
    assert len(first) == 64


def test_of_many_who_make_the_key_at_once_all_get_the_same(instance: Path) -> None:
    def prepared(_: int) -> str:
        prepare_instance(instance)
        return kept_key(instance)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(prepared, range(8)))) == 1


def test_the_key_and_its_folder_are_for_the_owner_alone(instance: Path) -> None:
    prepare_instance(instance)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (instance, instance / "secret_key")]
    assert modes == [0o700, 0o600]


def test_a_folder_that_was_there_before_is_closed_to_others_with_what_is_in_it(instance: Path) -> None:
    instance.mkdir(mode=0o755)
    instance.chmod(0o755)
    kept = [instance / name for name in ("boussole.sqlite3", "boussole.sqlite3-wal", "queue.sqlite3")]
    for file in kept:
        file.touch()
        file.chmod(0o644)
    prepare_instance(instance)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (instance, *kept)] == [0o700, 0o600, 0o600, 0o600]


def test_two_instances_have_two_keys_and_without_one_it_is_the_process_s(tmp_path: Path, instance: Path) -> None:
    for name in "ab":
        prepare_instance(tmp_path / name)
    assert kept_key(tmp_path / "a") != kept_key(tmp_path / "b")
    assert settings(instance).secret_key != settings(instance).secret_key


def test_former_keys_stand_before_the_present_one_and_still_open_what_they_signed(instance: Path) -> None:
    found = settings(instance, SECRET_KEY=KEY, SECRET_KEY_FALLBACKS=" last year , before that,")
    assert found.secret_keys == ("before that", "last year", KEY)
    assert settings(instance, SECRET_KEY=KEY).secret_keys == (KEY,)
    found = settings(instance, SECRET_KEY=KEY, SECRET_KEY_FALLBACKS="abc")
    signed = signing.sign_link("abc", "invitation", "somebody")
    assert signing.read_link(found.secret_keys, "invitation", signed, days=1) == "somebody"


def test_a_short_key_is_refused_in_one_sentence_and_not_printed(instance: Path) -> None:
    for key in ["abc", "x" * 31, "é" * 15]:
        with pytest.raises(BadSetting, match=r"SECRET_KEY='…' : 32 octets au moins") as refused:
            settings(instance, SECRET_KEY=key)
        assert key not in str(refused.value) and "\n" not in str(refused.value)


def test_a_short_key_in_the_instance_is_refused_too(instance: Path) -> None:
    instance.mkdir()
    (instance / SECRET_KEY_FILE).write_text("x" * 31)
    with pytest.raises(BadSetting, match="SECRET_KEY"):
        settings(instance)


def test_a_key_that_is_given_serves_whatever_the_instance_keeps(instance: Path) -> None:
    instance.mkdir()
    (instance / SECRET_KEY_FILE).mkdir()
    assert settings(instance, SECRET_KEY=KEY).secret_key == KEY


def test_what_the_log_says_and_how_can_be_chosen(instance: Path) -> None:
    assert settings(instance).logs == LogSettings(level="info", as_json=False, requests=False)
    chosen = settings(instance, LOG_LEVEL="WARNING", LOG_FORMAT="json", ACCESS_LOG="1")
    assert chosen.logs == LogSettings(level="warning", as_json=True, requests=True)
    for name, value, expected in [("LOG_LEVEL", "loud", "info"), ("LOG_FORMAT", "xml", "json")]:
        with pytest.raises(BadSetting, match=f"{name}='{value}' : .*{expected}"):
            settings(instance, **{name: value})


def test_metrics_are_told_where_the_operator_says_and_nowhere_else(instance: Path) -> None:
    assert settings(instance).metrics_bind is None
    assert settings(instance, METRICS_BIND="127.0.0.1:9464").metrics_bind == "127.0.0.1:9464"
    for bad in ("9464", "127.0.0.1:0", "127.0.0.1:99999", "127.0.0.2:8000"):
        with pytest.raises(BadSetting, match="METRICS_BIND"):
            settings(instance, METRICS_BIND=bad)


OIDC = {
    "OIDC_ISSUER": "https://login.example/house",
    "OIDC_CLIENT_ID": "boussole",
    "OIDC_CLIENT_SECRET": "secret",
    "OIDC_NAME": "Compte du CPAS",
}


def test_a_house_names_its_provider_whole_or_not_at_all(instance: Path) -> None:
    assert settings(instance).openid is None
    assert settings(instance, **OIDC).openid == OpenId(*OIDC.values())
    for name in OIDC:
        with pytest.raises(BadSetting, match=f"{name}=.*vont ensemble"):
            settings(instance, **{**OIDC, name: ""})


def test_a_provider_is_reached_where_nobody_can_overhear(instance: Path) -> None:
    for issuer, taken in [
        ("http://127.0.0.1:9000", True),
        ("http://[::1]:9000/house", True),
        ("http://login.example", False),
        ("http://localhost.example", False),
        ("https://login.example?tenant=1", False),
        ("https://", False),
        ("https://[", False),
        ("login.example", False),
    ]:
        if taken:
            assert settings(instance, **{**OIDC, "OIDC_ISSUER": issuer}).openid is not None
        else:
            with pytest.raises(BadSetting, match="OIDC_ISSUER=.*https"):
                settings(instance, **{**OIDC, "OIDC_ISSUER": issuer})


@pytest.mark.parametrize("left", ["", "\n"])
def test_a_key_that_was_never_written_to_its_end_is_made_anew(instance: Path, left: str) -> None:
    """An empty key would sign links that anybody can make."""
    instance.mkdir()
    (instance / "secret_key").write_text(left)
    assert settings(instance).secret_key
    prepare_instance(instance)
    assert len(kept_key(instance)) == 64


def test_a_house_sets_its_terms_in_days_and_may_ask_administrators_for_a_second_factor(instance: Path) -> None:
    assert settings(instance, KEEP_AUDIT="90").terms == Terms(audit=timedelta(days=90))
    for value in ("0", "-1", "²", "12345", "un an"):
        with pytest.raises(BadSetting, match="KEEP_AUDIT=.*un nombre de jours"):
            settings(instance, KEEP_AUDIT=value)
    for value, asked in [("1", True), ("0", False), ("", False)]:
        assert settings(instance, ADMINISTRATORS_SECOND_FACTOR=value).administrators_second_factor is asked
