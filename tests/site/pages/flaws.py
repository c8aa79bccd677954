"""What a page of ours may not be: without a title, a heading, labels, tokens or headers, or badly set."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from portal.pages import CONTENT_SECURITY_POLICY
from tests.page_browser import Page, words

CHANGING_NOTHING = {"/sheet", "/training-records/verify"}
"""Without a session (portal/community/pathway_pages.py, portal/learning/training_records.py)."""


def headings(page: Page) -> Iterator[str]:
    if not re.fullmatch(r"\S.* · Boussole", page.title):
        yield f"title {page.title!r}"
    if len(page.tree.xpath("//main//h1[normalize-space()]")) != 1 or len(page.tree.xpath("//h1")) != 1:
        yield "not one h1"


def names(page: Page) -> Iterator[str]:
    for control in page.tree.xpath("//input[not(@type='hidden')]|//select|//textarea"):
        labels = page.tree.xpath("//label[@for=$id]", id=control.get("id", "")) + list(control.iterancestors("label"))
        if not any(words(label) for label in labels) and not control.get("aria-label"):
            yield f"{control.get('name')} has no label"
    for button in page.tree.xpath("//button|//a"):
        if not words(button) and not button.get("aria-label"):
            yield f"a {button.tag} without words"
    for picture in page.tree.xpath("//svg[not(@aria-hidden='true')]|//img[not(@alt)]"):
        if not (picture.get("role") == "img" and picture.get("aria-labelledby")):
            yield f"a {picture.tag} without meaning"


def references(page: Page) -> Iterator[str]:
    ids = page.tree.xpath("//@id")
    yield from (f"id {one} twice" for one in set(ids) if ids.count(one) > 1)
    for pointer in ("aria-labelledby", "aria-describedby", "for", "popovertarget"):
        for value in page.tree.xpath(f"//@{pointer}"):
            yield from (f"{pointer} {one} leads nowhere" for one in value.split() if one not in ids)


def tokens(page: Page) -> Iterator[str]:
    asks = "(@role='search' and @method='get') or .//button[@formmethod='post' and @name='csrf_token' and @value]"
    for form in page.tree.xpath(f"//form[not({asks})]"):
        if form.get("method") != "post":
            yield "a form that does not post"
        if form.get("action") not in CHANGING_NOTHING and not form.xpath(".//input[@name='csrf_token']/@value"):
            yield f"no token in the form to {form.get('action')}"


def inline(page: Page) -> Iterator[str]:
    """What the content security policy would stop: styles, scripts and what comes from elsewhere."""
    yield from (f"inline {one.tag}" for one in page.tree.xpath("//style|//script[not(@src) or normalize-space()]"))
    for element in page.tree.iter("*"):
        yield from (f"{name}={value!r}" for name, value in element.items() if name == "style" or name.startswith("on"))
    for address in page.tree.xpath("//script/@src|//link/@href|//img/@src"):
        if not address.startswith(("/static/", "/pictures/")):
            yield f"{address} comes from elsewhere"


def headers(page: Page) -> Iterator[str]:
    expected = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
    yield from (f"{name}: {page.headers.get(name)}" for name in expected if page.headers.get(name) != expected[name])


BADLY_SET = re.compile(r".{0,20}(?:\S [;:!?»](?!\w)|« |\w'\w).{0,20}")


def typography(page: Page) -> Iterator[str]:
    yield from (f"badly set: {found!r}" for text in french_in(page.tree) for found in BADLY_SET.findall(text))


def french_in(element: HtmlElement, around: str = "") -> Iterator[str]:
    """All that is said in French: in an element without a language of its own, if it is the language around it."""
    language = element.get("lang", around)
    if element.tag not in {"textarea", "script", "code"}:
        if language == "fr":
            said = [element.text, element.get("aria-label"), element.get("placeholder")]
            yield from filter(None, said + [child.tail for child in element])
        for child in element.iterchildren("*"):
            yield from french_in(child, language)


SEARCHES = (headings, names, references, tokens, inline, headers, typography)


def flaws(page: Page, language: str = "fr") -> list[str]:
    """All that is wrong with a page that should be in that language."""
    found = [flaw for search in SEARCHES for flaw in search(page)]
    return found + ([] if page.tree.get("lang") == language else [f"in {page.tree.get('lang')}"])
