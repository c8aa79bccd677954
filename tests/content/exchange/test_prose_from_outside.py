"""HTML and plain text reduced to Markdown: what they say stays, what they could do is gone."""

from contextlib import suppress
from time import process_time
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import Refused
from content.exchange.losses import left_out
from content.exchange.prose_from_outside import LONGEST_HTML, from_element, from_html, from_plain
from content.strings.markdown import reader

RENDER = reader().render
CELL = "<table><tr><td>a</td></tr></table>"


def test_what_is_said_stays() -> None:
    for html, markdown in [
        ("<p>Un <b>cas</b>, en <em>deux</em> lignes.</p><p>Que faites-vous&nbsp;?</p>", None),
        *(("un<br>deux", "un\\\ndeux"), ("<h2>Titre</h2>texte", "**Titre**\n\ntexte")),
        ("<ul><li>un<li>deux<ol><li>a</li></ol></ul>fin", "- un\n- deux\n  1. a\n\nfin"),
        ("<ol><li><p>un</p><p>encore</p></li><li>deux</li></ol>", "1. un\n\n   encore\n2. deux"),
        *(("<blockquote>dit<br>ainsi</blockquote>", "> dit\\\n> ainsi"), ("<pre>a\n  b</pre>", "a\\\nb")),
        ("<a href='https://onem.be/a?b=1'>ONEM</a>", "[ONEM](https://onem.be/a?b=1)"),
        *(("<b> gras </b>puis", "**gras** puis"), ("<b><b>a</b></b> <b></b><i> </i>b", "**a** b")),
        ("<b>a<p>b", "**a**\n\nb"),
    ]:
        expected = markdown or "Un **cas**, en *deux* lignes.\n\nQue faites-vous ?"
        assert (from_html(html).text, from_html(html).lost) == (expected, ())


def test_what_could_act_is_gone_and_named() -> None:
    for html, markdown, lost in [
        *(("a<script>alert(1)</script>b", "ab", ("script",)), ("a<SCRIPT SRC=//x>alert(1)", "a", ("script",))),
        ("a<style>p{}</style>b", "ab", ("style",)),
        ("<svg onload=alert(1)><script>x</script><p>y</p></svg>b", "b", ("svg",)),
        ("<object><object>a</object>b</object>c", "c", ("object",)),
        *(("<iframe src=//x></iframe>b", "b", ("iframe",)), ("<a href='javascript:alert(1)'>a</a>", "a", ("href",))),
        ("<a href='java\tscript:alert(1)'>a</a>", "a", ("href",)),
        ("<a href=' data:text/html,x'>a</a>", "a", ("href",)),
        ("<a href='https://x/)[a](javascript:alert(1)'>a</a>", "a", ("href",)),
        ("<img src=x onerror=alert(1) alt='une courbe'>", "une courbe", ("img",)),
        *(("<p onclick=alert(1)>a</p>", "a", ()), ("x<sup>a+b</sup>", "xa+b", ("sup",))),
        *(("Soit \\(x^2\\).", "Soit \\\\(x^2\\\\).", ("latex",)), ("Soit $$x^2$$.", "Soit $$x^2$$.", ("latex",))),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b", ("table",)),
        (f"<table><tr><td>{CELL}</td><td>b</td></tr><tr><td>c</td></tr></table>", "a\n\nb\n\nc", ("table",)),
    ]:
        assert (from_html(html).text, from_html(html).lost) == (markdown, lost)


def test_what_stands_above_or_below_the_line_is_written_so_where_there_is_a_sign() -> None:
    for html, markdown in [
        ("10 m<sup>2</sup> et CO<sub>2</sub>", "10 m² et CO₂"),
        ("le 1<sup>er</sup> du mois, n<sup>o</sup> 3", "le 1er du mois, no 3"),
        ("10<sup>-3</sup>", "10⁻³"),
    ]:
        assert (from_html(html).text, from_html(html).lost) == (markdown, ())


TABLE = """<p>Voici :</p><table><caption>Délais</caption><thead><tr><th>Aide</th><th>Jours</th></tr></thead>
<tbody><tr><td><p>Prime <b>A|B</b></p></td><td>30<br>ou 31</td></tr><tr><td>Autre</td></tr></tbody></table>
<p>Et ?</p>"""


def test_a_table_stays_a_table() -> None:
    found = from_html(TABLE)
    rows = "| Aide | Jours |\n| --- | --- |\n| Prime **A\\|B** | 30 ou 31 |\n| Autre |  |"
    assert (found.text, found.lost) == (f"Voici :\n\nDélais\n\n{rows}\n\nEt ?", ())
    assert found.line == "Voici : Délais Aide · Jours Prime **A|B** · 30 ou 31 Autre Et ?"
    assert "<td>Prime <strong>A|B</strong></td>" in reader().render(found.text)


def test_cells_that_were_one_are_named() -> None:
    found = from_html("<table><tr><td colspan=2>a</td></tr><tr><td>b</td><td>c</td></tr></table>")
    assert (found.text, found.lost) == ("| a |  |\n| --- | --- |\n| b | c |", ("colspan",))


def test_what_markdown_cannot_keep_is_said_in_words() -> None:
    said = [sentence for sentence, _ in left_out(["u", "s", "img", "video", "iframe", "blink"])]
    assert said == [
        "Ce qui n'est pas du texte simple n'est pas repris (%(elements)s).",
        "Le souligné, le barré et le surligné ne sont pas repris : leurs mots restent.",
        "Une image du texte n'est pas reprise : sa description, s'il y en a une, en tient la place.",
        "Un son, une vidéo, un dessin ou une page d'ailleurs n'est pas repris.",
    ]


def test_a_plain_text_is_shown_sign_by_sign() -> None:
    for text in [
        *("# a", "- a", "1. a", "2) a", "> a", "---", "===", "~~~", "*a* _b_ `c`", "[a](b)", "![a](b)", "<b>a</b>"),
        "&lt;",
    ]:
        assert fromstring(RENDER(from_plain(text).text)).text == text


plain_lines = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=20)
shown_lines = st.lists(
    plain_lines | st.sampled_from(["# a", "-", "1. *a*", "<!--", "a_b_", "\\", "a | b", "--- | ---"]), max_size=4
)


@given(shown_lines)
def test_any_plain_text_is_shown_sign_by_sign(written: list[str]) -> None:
    rendered = fromstring(f"<div>{RENDER(from_plain(chr(10).join(written)).text)}</div>")
    assert "".join(rendered.itertext()).split() == "".join(f"{line} " for line in written).split()
    assert {element.tag for element in rendered.iter()} <= {"div", "p", "br"}


pieces = ["<", ">", "</", "<b>", "</b>", "<script>", "</script>", "<a href='javascript:x'>", "<li>", "<ul>", "&lt;"]
pieces += ["script", "<!--", "-->", "<![CDATA[", "]]>", "&", "#", "*", "[", "](", "<p>", "\n", "a", "<svg>", "<!DOC"]
HARMLESS = {"div", "p", "br", "strong", "em", "ul", "ol", "li", "blockquote"}


@given(st.lists(st.sampled_from(pieces), max_size=15).map("".join))
def test_no_html_makes_anything_but_harmless_text(html: str) -> None:
    rendered = fromstring(f"<div>{RENDER(from_html(html).text)}</div>")
    assert {element.tag for element in rendered.iter()} <= set(
        ["div", "p", "br", "strong", "em", "ul", "ol", "li", "blockquote"]
    )


def test_an_element_is_read_like_html_without_what_is_left_out() -> None:
    element = fromstring("<choice>Un <b>mot</b><feedbackInline>Non</feedbackInline> ici<p>Et <i>là</i></p></choice>")
    assert from_element(element, {"feedbackInline"}).text == "Un **mot** ici\n\nEt *là*"
    assert from_element(element, {"feedbackInline"}).line == "Un **mot** ici Et *là*"


ANNOYING = [
    *("<table><tr><td>", "<tr><td>a<td>b", "<ul><li>", "<b><i>", "<!--", "<a ", "<script>", "&", "<![", "</"),
    *("<blockquote>a", "<b>a</b>", "[](", "*"),
]


def test_what_was_made_to_take_long_does_not() -> None:
    for piece in ANNOYING:
        start = process_time()
        with suppress(Refused):
            from_html(piece * (LONGEST_HTML // len(piece) - 1))
        assert process_time() - start < 2


def test_tables_within_each_other_are_read_once() -> None:
    start = process_time()
    found = from_html("<table><tr><td>a</td><td>" * 40 + "mot" + "</td></tr></table>" * 40)
    assert (found.text.endswith("mot"), found.lost, process_time() - start < 1) == (True, ("table",), True)


def test_what_is_too_long_or_too_deep_is_refused() -> None:
    for html in ["a" * (LONGEST_HTML + 1), "<b>" * 300 + "a" + "</b>" * 300 + "what would be lost"]:
        with pytest.raises(Refused):
            from_html(html)
