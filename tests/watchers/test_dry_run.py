"""`python -m watchers visit`: what one visit finds, or why it finds nothing."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.watchers.server import Site, ok, serve
from watchers.__main__ import main

TEXT = "Les conseillers reçoivent désormais toute personne sans rendez-vous dans les maisons de l'emploi. " * 4
PAGE = (
    f"<html lang='fr'><head><title>Sans rendez-vous</title></head><body><article><p>{TEXT}</p></article></body></html>"
)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Site]:
    with serve({"/page": ok(PAGE.encode(), Content_Type="text/html; charset=utf-8")}) as running:
        entry = f"<item><title>Au guichet</title><link>{running.address('/page')}</link></item>"
        running.routes["/feed"] = ok(
            f"<rss version='2.0'><channel><title>Emploi</title>{entry}</channel></rss>".encode()
        )
        monkeypatch.setenv("INSTANCE", str(tmp_path))
        monkeypatch.setenv("ENCODER", str(tmp_path))
        monkeypatch.setenv("WATCH_ALLOW", f"{running.host}:{running.port}")
        yield running


def visit(monkeypatch: pytest.MonkeyPatch, address: str) -> int:
    monkeypatch.setattr(sys, "argv", ["watchers", "visit", address])
    return main()


def test_a_feed_is_shown_with_its_newest_entry(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert visit(monkeypatch, site.address("/feed")) == 0
    said = capsys.readouterr().out
    assert f"{site.host}:{site.port}" in said
    for told in ("visite permise", "HTTP 200", "« Emploi », entrées : 1", "« Au guichet »", "fr"):
        assert told in said


@pytest.mark.nightly
def test_a_page_is_read_as_a_page(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert visit(monkeypatch, site.address("/page")) == 0
    said = capsys.readouterr().out
    assert "une page, pas à un flux" in said
    assert "« Sans rendez-vous »" in said


@pytest.mark.nightly
def test_what_is_refused_has_its_reason_in_one_sentence_and_fails(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, reason in [
        ("/gone", "Le site a répondu par une erreur"),
        ("/secret", "demande aux robots de ne pas visiter"),
        ("/noise", "pas un flux lisible"),
    ]:
        site.routes |= {"/robots.txt": ok(b"User-agent: *\nDisallow: /secret"), "/noise": ok(b"\x00\xff")}
        assert visit(monkeypatch, site.address(path)) == 1
        (sentence,) = capsys.readouterr().err.splitlines()
        assert reason in sentence
