"""Articles: their text, their language, and a date only if the page tells it."""

import codecs
from datetime import UTC, datetime

import pytest

from watchers.disappointment import Disappointment
from watchers.extract import Extracted, decode, extract

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ADDRESS = "https://www.vdab.example/nieuws/1"
PUBLISHED = '<meta property="article:published_time" content="%s">'
PARAGRAPHS = [
    "L'Office régional de l'emploi ouvre cette semaine trois permanences nouvelles à Liège, à Verviers et à Huy.",
    "Les personnes qui cherchent un emploi peuvent y rencontrer un conseiller sans rendez-vous, chaque matin de neuf"
    " heures à midi, pendant toute la durée du projet.",
    "« Nous voulons que la première question reçoive une réponse le jour même », explique la directrice du service, qui"
    " attend plus de quatre mille visites avant l'été prochain.",
]


def page(head: str = "", before: str = "", html: str = ' lang="fr-BE"') -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<!doctype html><html{html}><head><title>Trois permanences | Forem</title>{head}</head><body>"
        "<header><time>24 novembre 2026</time></header><nav><a href=/>Accueil</a></nav>"
        f"<main><article><h1>Trois permanences</h1>{before}{text}</article></main>"
        "<footer>© 2019 Forem <span class=date>1er mars 2019</span></footer></body></html>"
    )


def read(html: str, content_type: str = "text/html; charset=utf-8", encoding: str = "utf-8") -> Extracted:
    return extract(html.encode(encoding), content_type, ADDRESS, NOW)


def json_ld(date: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{date}"}}</script>'


def test_the_article_is_read_without_what_surrounds_it() -> None:
    article = read(page())
    assert article.title == "Trois permanences"
    assert article.text.split("\n")[-3:] == PARAGRAPHS
    assert article.language == "fr-BE"
    assert "Accueil" not in article.text


def test_the_language_is_what_the_page_says_or_unknown() -> None:
    for html, language in [("", None), (' lang=""', None), (' xml:lang="nl"', "nl")]:
        assert read(page(html=html)).language == language


# ---- dates


def test_what_is_written_for_machines_is_believed_before_what_is_shown() -> None:
    for head, before, expected in [
        (PUBLISHED % "2026-11-23T08:30:00+01:00", "", datetime(2026, 11, 23, 7, 30)),
        (json_ld("2026-11-23T08:30:00"), "<time>2 mars 2026</time>", datetime(2026, 11, 23, 7, 30)),
        (json_ld("2026-08-03"), "", datetime(2026, 8, 2, 22)),
        ("", '<time datetime="2026-11-23T08:30:00Z">hier</time>', datetime(2026, 11, 23, 8, 30)),
        ("", "<time>Publié le 3 août 2026 à 14h05</time>", datetime(2026, 8, 3, 12, 5)),
        ("", '<p class="post-date">2 févr. 2026</p>', datetime(2026, 2, 1, 23)),
        ("", '<p class="date">Geplaatst op di 3 maart 2026 door de redactie</p>', datetime(2026, 3, 2, 23)),
        ("", '<span class="entryDate">12.06.2026, par le service presse</span>', datetime(2026, 6, 11, 22)),
    ]:
        article = read(page(head, before))
        assert article.published == expected.replace(tzinfo=UTC)
        assert article.published_raw


def test_a_date_is_never_made_up_from_a_footer_a_year_or_the_future() -> None:
    for head, before in [
        ("", ""),
        ("", '<p class="date">novembre 2026</p>'),
        ("", "<p>Le plan du 12 janvier 2024 est prolongé.</p>"),
        ("", "<time>3 décembre 2026</time>"),
        (json_ld("2026-12-03T08:00:00Z"), ""),
        ('<meta itemprop="copyrightYear" content="2019">', ""),
        (PUBLISHED % "bientôt", ""),
    ]:
        assert read(page(head, before)).published is None


# ---- encodings


def test_a_page_is_decoded_by_what_it_was_sent_as_then_by_what_it_says() -> None:
    for encoding, content_type, head in [
        ("utf-8", "text/html", ""),
        ("latin-1", "text/html; charset=ISO-8859-1", ""),
        ("cp1252", 'text/html; charset="latin1"', ""),
        ("cp1252", "text/html", '<meta charset="windows-1252">'),
        ("cp1252", "text/html; charset=utf-8", ""),
        ("cp1252", "", ""),
        ("utf-16", "text/html", ""),
        ("utf-16-le", "text/html; charset=utf-16le", ""),
        ("utf-8-sig", "text/html; charset=latin1", ""),
        ("utf-8", "text/html; charset=klingon", '<meta http-equiv=Content-Type content="text/html; charset=utf-8">'),
    ]:
        html = page(head).replace("'", "\u2019") if encoding == "cp1252" else page(head)
        assert decode(html.encode(encoding), content_type) == html


def test_what_calls_itself_latin_1_is_windows_1252() -> None:
    assert decode("œuvre – 3 €".encode("cp1252"), "text/html; charset=iso-8859-1") == "œuvre – 3 €"


def test_a_charset_that_is_none_is_passed_over() -> None:
    for name in ["zlib", "rot13", "undefined", "idna", "x" * 40, "."]:
        assert "été" in decode("été".encode() + codecs.BOM_UTF8, f"text/html; charset={name}")


# ---- nothing to read


def test_a_page_without_an_article_is_nothing_to_read() -> None:
    for body, content_type in [
        (b"", "text/html"),
        (b"\x00\xff\xfe", "text/html"),
        (b"<html><body><div id=app></div></body></html>", "text/html"),
        (b"<html><body><main><h1>Connexion</h1><form><input></form></main></body></html>", "text/html"),
        (page().encode(), "application/pdf"),
        (page().encode(), "image/png"),
    ]:
        with pytest.raises(Disappointment, match="^nothing_to_read"):
            extract(body, content_type, ADDRESS, NOW)


def test_a_text_of_a_few_words_is_refused() -> None:
    with pytest.raises(Disappointment, match="^nothing_to_read"):
        read("<html><body><article><p>Cette page demande une connexion au portail.</p></article></body></html>")
