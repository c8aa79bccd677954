"""Stylesheet and templates: readable colours, nothing from elsewhere, no class without a rule, no rule without one."""

import re
from pathlib import Path

from markupsafe import Markup

from content.strings.markdown import CALLOUTS
from models.learner import SkillState
from portal.charts.over_time import DayBar, DayDrawn, Point, ahead_chart, days_chart, shares_chart
from portal.charts.rose import Direction, Petal, compass_rose, petals_moved, sectors
from portal.learning import responses
from portal.site.prose import markdown
from tests.site.pages.pictures import Told, chart_of

PORTAL = Path(__file__).parents[3] / "portal"
STATIC = PORTAL / "static"
SHEETS = "".join((STATIC / name).read_text() for name in ("style.css", "studio.css"))
CSS = re.sub(r"/\*.*?\*/", "", SHEETS, flags=re.S)
TEMPLATES = {str(path.relative_to(PORTAL)): path.read_text() for path in sorted(PORTAL.glob("*/templates/**/*.html"))}
TOKENS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", CSS)
}
SCHEMES = ("light", "dark")

TEXT = [
    *(
        (text, ground)
        for text in ("ink", "soft", "way", "look")
        for ground in ("paper", "card", "way-wash", "look-wash")
    ),
    ("on-way", "way"),
]
"""Words and what they are written on: 4.5 to 1, WCAG 2.2, 1.4.3."""
SHAPES = [
    *((shape, ground) for shape in ("edge", "look", "way") for ground in ("paper", "card", "way-wash", "look-wash")),
    ("way", "begun"),
    ("paper", "way"),
]
"""Borders, focus, petals and their textures, and what they lie on: 3 to 1, WCAG 2.2, 1.4.11."""


def luminance(colour: str) -> float:
    """Relative luminance, from 0 to 1 (WCAG 2.2)."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def too_faint(pairs: list[tuple[str, str]], least: float) -> list[str]:
    """Of what lies on something, that which does not stand out enough, in which scheme."""
    return [
        f"{shape} on {ground}, {scheme}: {found:.2f}"
        for shape, ground in pairs
        for scheme in SCHEMES
        if (found := contrast(TOKENS[shape][scheme], TOKENS[ground][scheme])) < least
    ]


def test_words_can_be_read() -> None:
    faint = too_faint(TEXT, 4.5)
    assert faint == [], "\n".join(faint)


def test_borders_focus_and_petals_can_be_seen() -> None:
    faint = too_faint(SHAPES, 3)
    assert faint == [], "\n".join(faint)


def test_colours_are_said_once_as_tokens() -> None:
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", CSS)) == {
        colour for token in TOKENS.values() for colour in token.values()
    }


def test_what_anybody_reads_has_the_same_colours_and_classes() -> None:
    public = re.sub(r"/\*.*?\*/", "", (STATIC / "public.css").read_text(), flags=re.S)
    said = re.findall(r"--([\w-]+): (light-dark\([^)]*\));", public)
    assert said == [(name, f"light-dark({TOKENS[name]['light']}, {TOKENS[name]['dark']})") for name, _ in said] != []
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", public)) == {
        hue for _, both in said for hue in re.findall(r"#\w+", both)
    }
    assert set(re.findall(r"var\(--([\w-]+)\)", public)) == {name for name, _ in said}
    assert set(re.findall(r"\.([a-z][\w-]+)(?=[ {,:])", public)) <= classes_used()


def test_every_token_is_declared_and_used() -> None:
    assert set(re.findall(r"(--[\w-]+):", CSS)) == set(re.findall(r"var\((--[\w-]+)\)", CSS))


def test_the_stylesheet_asks_for_nothing_but_vendored_files() -> None:
    addresses = re.findall(r"url\(\"?([^)\"]*)", CSS)
    assert [address for address in addresses if not (STATIC / address).is_file()] == []
    assert all(address.startswith("vendor/") for address in addresses)
    assert "@import" not in CSS


def found_in_templates(pattern: str) -> list[tuple[str, str]]:
    """What a pattern meets, each time after the name of its template."""
    return [(name, found) for name, text in TEMPLATES.items() for found in re.findall(pattern, text)]


def lines(places: list[tuple[str, str]]) -> str:
    return "\n".join(f"{name}: {found}" for name, found in places)


def test_no_template_holds_what_the_content_security_policy_forbids() -> None:
    forbidden = r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:|\bdata:|hx-on|hx-vals=.js:"
    found = found_in_templates(forbidden)
    assert found == [], lines(found)


def test_every_class_has_a_rule() -> None:
    assert classes_used() - classes_with_a_rule() == set()


def test_every_rule_has_a_class_to_dress() -> None:
    assert classes_with_a_rule() - classes_used() == set()


def classes_with_a_rule() -> set[str]:
    selectors = re.sub(r"url\([^)]*\)|\"[^\"]*\"", "", CSS)
    return set(re.findall(r"\.([a-zA-Z_][\w-]*)", selectors))


def classes_used() -> set[str]:
    petals = tuple(Petal(state, state, state, 0.5, (0.4, 0.6)) for state in SkillState)
    told = Told(0), Told(0, False), Told(0, False, True), Told(0, exposure=1)
    pictures = compass_rose([Direction("d", "d", petals)], ".") + chart_of(*told, fades_in=1)
    pictures += Markup("").join(petals_moved([petals[:2]])) + shares_chart(
        [Point("", 0.5, (0.4, 0.6))] * 2, "", ("", "", ""), mark=1
    )
    pictures += Markup("").join(sectors(2)) + ahead_chart([DayDrawn("", "", 1, off=True, today=True)], "")
    pictures += days_chart("", [DayBar(2, 1)], "")
    quotes = "\n\n".join(f"> **{words['fr']}**" for words in CALLOUTS.values())
    pictures += markdown(f"| A |\n|--:|\n| 1 |\n\n{quotes}", "fr")
    written = (value for text in [*TEMPLATES.values(), pictures] for value in class_values(text))
    scripted = re.findall(r'classList\.add\("([\w-]+)"\)', (STATIC / "boussole.js").read_text())
    return {name for value in written for name in words_of(value)} | {*scripted, *filter(None, responses.SIGNS)}


def class_values(text: str) -> list[str]:
    return re.findall(r'\bclass="([^"]*)"', text)


def words_of(value: str) -> list[str]:
    """The class names in an attribute; of what Jinja computes, the quoted ones."""
    computed = re.findall(r"\{[{%].*?[%}]\}", value)
    quoted = [literal for expression in computed for literal in re.findall(r"'([^']*)'", expression)]
    return " ".join([re.sub(r"\{[{%].*?[%}]\}", " ", value), *quoted]).split()
