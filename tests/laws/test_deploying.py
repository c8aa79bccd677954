"""What an operator copies from `deploy/` and `docs/deploying.md` is what this version has: commands, settings."""

import configparser
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from portal.site.serving import KEPT_ALIVE
from portal.transfer import LARGEST_BODY, LARGEST_BODY_WITH_FILE, PACKS, QUESTIONS

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
GUIDE = ROOT / "docs/deploying.md"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
FENCE = re.compile(r"^```\n(.*?)^```", re.MULTILINE | re.DOTALL)
SETTING = re.compile(r"`([A-Z][A-Z_]{3,})(?:=[^`]*)?`")
OURS = re.compile(r"(?:python -m (portal|watchers)|(?:^|&& |`)boussole) ([a-z-]+)", re.MULTILINE)
OF_OTHERS = {"PGPASSFILE", "SITE", "PORTALS", "BUFFERING", "PYTHON"}
"""Variables that programs around Boussole read: libpq, Caddy in our file for it, make."""
OF_OURSELVES = {"DEMONSTRATION"}
"""What `make demo` sets."""


def keys(unit: Path) -> dict[str, dict[str, str]]:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(unit)
    return {name: dict(parser[name]) for name in parser.sections()}


def compose() -> Any:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


@cache
def verbs(program: str) -> set[str]:
    """The verbs that a program of ours knows, as it says itself."""
    command = [sys.executable, "-m", program, "--help"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"\{([\w,-]+)\}", told)[0].split(","))


def french() -> str:
    """The guide: what stands in English after it is told in short and has no commands to copy."""
    return GUIDE.read_text().partition("\n## Putting Boussole into service\n")[0]


def blocks(guide: str) -> list[str]:
    found: list[str] = FENCE.findall(guide)
    return found


def asked(text: str) -> Iterator[tuple[str, str]]:
    """Each call of ours: the program and its verb; `boussole` is that of deploy/."""
    for program, verb in OURS.findall(text):
        yield program or "portal", verb


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_each_unit_starts_a_command_of_this_version(unit: Path) -> None:
    command = keys(unit)["Service"]["ExecStart"].split()
    assert command[:2] == ["/opt/boussole/.venv/bin/python", "-m"]
    assert command[3] in verbs(command[2])


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_each_unit_has_a_user_and_may_write_into_its_own_folder_alone(unit: Path) -> None:
    service = keys(unit)["Service"]
    assert service["User"] == service["StateDirectory"] == "boussole"
    assert (service["ProtectSystem"], service["ProtectHome"], service["PrivateTmp"]) == ("strict", "yes", "yes")
    assert (service["NoNewPrivileges"], service["CapabilityBoundingSet"]) == ("yes", "")
    assert "ReadWritePaths" not in service
    assert service["MemoryMax"]


def test_where_a_processor_is_short_the_worker_stands_back_from_the_portal() -> None:
    portal, worker = (keys(DEPLOY / f"boussole-{name}.service")["Service"] for name in ("portal", "worker"))
    assert int(worker["CPUWeight"]) < int(portal.get("CPUWeight", 100)) / 2
    services = compose()["services"]
    assert all(
        (settings.get("cpu_shares", 1024) < 512) == name.startswith("worker") for name, settings in services.items()
    )


def test_units_are_sound_to_systemd(tmp_path: Path) -> None:
    if not (analyze := shutil.which("systemd-analyze")):
        pytest.skip("no systemd-analyze here")
    for unit in UNITS:
        # On a machine where Boussole is not installed: what systemd-analyze looks up is there under another name.
        text = unit.read_text().replace("/opt/boussole/.venv/bin/python", sys.executable)
        (tmp_path / unit.name).write_text(text)
    looked = subprocess.run(
        [analyze, "verify", *(str(tmp_path / unit.name) for unit in UNITS)], capture_output=True, text=True
    )
    ours = [line for line in looked.stderr.splitlines() if "boussole-" in line]
    assert (looked.returncode, ours) == (0, [])


@pytest.mark.parametrize("portals", ["127.0.0.1:8000", "portal-1:8000 portal-2:8000"])
def test_the_caddyfile_is_sound_to_caddy(portals: str) -> None:
    if not (caddy := shutil.which("caddy")):
        pytest.skip("no caddy here")
    environ = {"PATH": "", "SITE": "boussole.test", "PORTALS": portals}
    command = [caddy, "adapt", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"]
    adapted = subprocess.run(command, env=environ, capture_output=True, text=True)
    assert adapted.returncode == 0, adapted.stderr
    assert re.findall(r'"dial":"([^"]+)"', adapted.stdout) == portals.split()


def test_the_file_for_nginx_is_sound_to_nginx(tmp_path: Path) -> None:
    nginx, openssl = shutil.which("nginx"), shutil.which("openssl")
    if not nginx or not openssl:
        pytest.skip("no nginx, or no openssl, here")
    certificate, key = tmp_path / "fullchain.pem", tmp_path / "privkey.pem"
    made = [openssl, "req", "-x509", "-nodes", "-newkey", "rsa:2048", "-subj", "/CN=boussole.test"]
    subprocess.run([*made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    site = (DEPLOY / "nginx.conf").read_text()
    site = site.replace("/etc/ssl/boussole", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    # Where the test runs nobody need be allowed to listen below 1024, which nginx tries.
    site = site.replace("listen 80;", "listen 18080;").replace("listen 443 ssl;", "listen 18443 ssl;")
    site = re.sub(r"listen \[::\].*", "", site)
    (tmp_path / "site.conf").write_text(site)
    folders = " ".join(
        f"{kind}_temp_path {tmp_path / kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path / 'pid'}; events {{}} http {{ {folders} include {tmp_path / 'site.conf'}; }}"
    )
    command = [nginx, "-t", "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "errors")]
    told = subprocess.run(command, capture_output=True, text=True).stderr
    assert ("test is successful" in told, "[warn]" in told) == (True, False), told


def test_both_proxies_let_a_whole_pack_through_keep_no_log_and_hang_up_before_the_portal_does() -> None:
    caddy, nginx = (DEPLOY / "Caddyfile").read_text(), (DEPLOY / "nginx.conf").read_text()
    for sizes in (re.findall(r"max_size (\d+)MB", caddy), re.findall(r"body_size (\d+)m", nginx)):
        usual, of_pack, of_questions = (int(size) * 10**6 for size in sizes)
        assert 2 * LARGEST_BODY > usual > LARGEST_BODY
        assert of_pack > LARGEST_BODY_WITH_FILE[PACKS]
        assert of_questions > LARGEST_BODY_WITH_FILE[QUESTIONS]
    for path, size in ((PACKS, 21), (QUESTIONS, 9)):
        assert f"location = {path} {{\n        client_max_body_size {size}m" in nginx
        assert re.search(rf"@(\w+) path {path}\n\trequest_body @\1 {{\n\t\tmax_size {size}MB", caddy)
    assert f"@text not path {PACKS} {QUESTIONS}\n" in caddy
    assert nginx.count("access_log off;") == nginx.count("server_name ")
    assert re.findall(r"access_log (?!off)", nginx) == []
    assert re.findall(r"^\s*output ", caddy, re.MULTILINE) == []
    kept = [
        int(found[1])
        for found in (re.search(r"keepalive (\d+)s", caddy), re.search(r"keepalive_timeout (\d+)s;\n}", nginx))
        if found
    ]
    assert len(kept) == 2
    assert max(kept) < KEPT_ALIVE


def test_every_container_is_nobody_changes_nothing_and_only_the_proxy_is_reached() -> None:
    services = compose()["services"]
    for name, service in services.items():
        assert service["user"].split(":")[0] not in {"0", "root"}, name
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"]), name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["restart"] == "unless-stopped", name
        assert "privileged" not in service, name
        assert re.fullmatch(r"[\w./-]+:\d+\.\d[\w.-]*", service["image"]), name
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert {name.partition("-")[0]: 0 for name in services}.keys() == {"portal", "worker", "database", "proxy"}
    assert [len([name for name in services if name.startswith(kind)]) for kind in ("portal", "worker")] == [2, 2]


@pytest.mark.nightly
def test_every_container_runs_a_command_of_this_version_or_an_image_of_others() -> None:
    for name, service in compose()["services"].items():
        if service["image"].startswith("boussole:"):
            python, _, program, verb = service["command"]
            assert (python, verb in verbs(program)) == ("python", True), name


def test_the_image_is_of_pinned_bases_checked_packages_and_nobody() -> None:
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    bases = [line.split()[1] for line in lines if line.startswith("FROM ")]
    assert all(re.fullmatch(r"\w+:\d+\.\d+\.\d+-[\w-]+", base) for base in bases), bases
    assert len(bases) == 2
    assert [
        line for line in lines if "pip install" in line and "--require-hashes -r requirements.lock" not in line
    ] == []
    assert "USER 10001:10001" in lines
    assert any("/healthz" in line for line in lines)
    # Only what is named goes into the image: no instance, no key, no history.
    named = (DEPLOY / "Dockerfile.dockerignore").read_text().split()
    assert named[0] == "*"
    assert all((ROOT / name[1:]).exists() for name in named if name.startswith("!"))


def test_every_command_of_the_guide_is_known() -> None:
    found = sorted(set(asked(GUIDE.read_text())))
    assert len(found) > 4
    assert [(program, verb) for program, verb in found if verb not in verbs(program)] == []


def test_every_database_that_is_made_belongs_to_a_user_who_is_named() -> None:
    documents = [GUIDE, ROOT / "docs/restore.md", ROOT / "models/people/restoring.py"]
    found = [options for file in documents for options in re.findall(r"\bcreatedb\b(.*)", file.read_text())]
    assert len(found) > 3
    assert [options for options in found if not options.startswith(" -O ")] == []


def test_what_is_installed_is_installed_again_by_an_upgrade_and_by_the_way_back() -> None:
    first, upgrade, back = (
        set(re.findall(r"^install -m .*", block, re.MULTILINE)) for block in blocks(french()) if "/systemd/" in block
    )
    assert first == upgrade == back
    assert all(name in " ".join(first) for name in ("boussole-*.service", "boussole-*.timer", "/usr/local/sbin/"))


def test_every_environment_is_made_where_the_units_look() -> None:
    made = re.findall(r"make -C \S+ (\S+) setup", GUIDE.read_text())
    assert set(made) == {"PYTHON=/usr/bin/python3"}
    assert len(made) == GUIDE.read_text().count("make -C")


def test_every_setting_that_is_named_stands_in_the_table_and_so_does_each_that_is_read() -> None:
    guide, _, table = GUIDE.read_text().partition("\n## Settings\n")
    told = set(re.findall("`([A-Z][A-Z_]{3,})`", table))
    given = {name for service in compose()["services"].values() for name in service.get("environment", {})}
    given = {name for name in given if not name.startswith("POSTGRES_")}
    file = set(re.findall(r"^#?([A-Z_]+)=", (DEPLOY / "boussole.env").read_text(), re.MULTILINE))
    named = set(SETTING.findall(guide))
    read = set(re.findall(r'"([A-Z][A-Z_]{3,})"', (ROOT / "models/ground/settings.py").read_text()))
    assert (given | file | named) - OF_OTHERS - told == set()
    assert read - OF_OURSELVES - told == set()
    assert len(named) > 8
