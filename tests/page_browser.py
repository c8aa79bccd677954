"""A browser without a screen: it follows links and redirects, sends the forms that stand on a page, swaps like htmx."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from lxml import html
from lxml.html import FormElement, HtmlElement
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

Values = str | Iterable[str]
"""What a field holds; several values for boxes that share a name."""


@dataclass
class Page:
    """What came back: its status, its headers, and its HTML as a tree."""

    address: str
    status: int
    headers: Mapping[str, str]
    body: str
    came_by: tuple[int, ...] = ()
    """The statuses of the redirects that led here."""
    tree: HtmlElement = field(init=False)

    def __post_init__(self) -> None:
        is_html = self.headers.get("Content-Type", "").startswith("text/html")
        self.tree = html.document_fromstring(self.body if is_html and self.body.strip() else "<p></p>")
        for area in self.tree.iter("textarea"):
            # A line end that stands first is not part of the text: https://html.spec.whatwg.org/#parsing-main-inbody
            area.text = (area.text or "").removeprefix("\n")

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    @property
    def title(self) -> str:
        return self.tree.findtext(".//title") or ""

    @property
    def heading(self) -> str:
        """The words of the only h1."""
        (heading,) = self.tree.iterfind(".//h1")
        return words(heading)

    @property
    def text(self) -> str:
        """All that the page says."""
        return words(self.tree.body)

    def part(self, name: str) -> HtmlElement:
        """The element of that id."""
        return self.tree.get_element_by_id(name)

    def links(self) -> list[str]:
        return [link.get("href") for link in self.tree.iterfind(".//a")]

    def forms(self) -> list[FormElement]:
        return list(self.tree.forms)

    def form(self, action: str = "") -> FormElement:
        """The first form that goes to an address; without one, to the page's own."""
        return next(one for one in self.tree.forms if (one.get("action") or self.path) == (action or self.path))


class Browser:
    """One visitor with her cookies, and the page that she has before her."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.page = Page("/", 0, {}, "")

    def get(self, address: str, **headers: str) -> Page:
        """Open an address, and follow where it leads."""
        return self._shown(self.client.get(address, headers=headers, follow_redirects=True))

    def send(self, action: str = "", button: tuple[str, str] | None = None, **fields: Values) -> Page:
        """Send a form of this page as it stands, with what was typed and ticked and the button pressed."""
        data = filled(self.page.form(action), button, fields)
        return self._shown(self.client.post(action or self.page.address, data=data, follow_redirects=True))

    def swap(self, action: str, button: tuple[str, str] | None = None, **fields: Values) -> TestResponse:
        """Send a form as htmx does: the fragment takes the place of what its target holds."""
        form = self.page.form(action)
        response = self.client.post(
            form.get("hx-post"), data=filled(form, button, fields), headers={"HX-Request": "true"}
        )
        if address := response.headers.get("HX-Location"):
            self.get(address)
        elif response.headers.get("HX-Retarget") == "body":
            self._shown(response)
        else:
            assert form.get("hx-swap") == "innerHTML"
            put_inside(self._target(form), response.text)
        return response

    def _target(self, form: FormElement) -> HtmlElement:
        kind, _, name = form.get("hx-target").rpartition(" ")
        if kind == "closest":
            return next(one for one in form.iterancestors() if name.removeprefix(".") in one.get("class", "").split())
        return self.page.part(name.removeprefix("#"))

    def post(self, address: str, **fields: Values) -> Page:
        """Send what stands on no page, with the token of this one; redirects are not followed."""
        token = {"csrf_token": self.page.tree.xpath("//input[@name='csrf_token']/@value")[0]}
        return page_of(self.client.post(address, data={**token, **fields}))

    def _shown(self, response: TestResponse) -> Page:
        self.page = page_of(response)
        return self.page


def page_of(response: TestResponse) -> Page:
    with response:
        return Page(
            address=response.request.full_path.rstrip("?"),
            status=response.status_code,
            headers=response.headers,
            body=response.get_data().decode(errors="replace"),
            came_by=tuple(one.status_code for one in response.history),
        )


def filled(form: FormElement, button: tuple[str, str] | None, fields: Mapping[str, Values]) -> dict[str, Values]:
    """What a browser would send: what the form holds, what was typed in fields that are there, the button pressed."""
    missing = set(fields) - {control.get("name") for control in form.xpath(".//input|.//select|.//textarea")}
    assert not missing, f"the form has no field {missing}"
    if button:
        assert form.xpath(".//button[@name=$name and @value=$value]", name=button[0], value=button[1]), button
    held = defaultdict(list)
    for name, value in form.form_values():
        held[name].append(value)
    return {**held, **fields, **dict([button] if button else [])}


def put_inside(target: HtmlElement, fragment: str) -> None:
    """Put a fragment in the place of all that an element holds."""
    del target[:]
    first, *rest = html.fragments_fromstring(fragment) or [""]
    target.text = first if isinstance(first, str) else None
    target.extend(rest if isinstance(first, str) else [first, *rest])


def opened_no_session(headers: Headers) -> bool:
    """Whether whoever answered so has not even looked at the session: Flask says « Vary: Cookie » where it was."""
    return headers.get("Set-Cookie") is None and headers.get("Vary") in {None, "Accept-Encoding"}


def words(element: HtmlElement) -> str:
    """The text of an element, its ordinary spaces run together as a browser shows them."""
    return " ".join(part for part in element.text_content().replace("\n", " ").split(" ") if part)


def settled(element: HtmlElement) -> str:
    """An element as text, to compare: without what is signed anew each time, and the spaces between its parts."""
    copy = deepcopy(element)
    for signed in copy.xpath(".//input[@name='csrf_token' or @name='state' or @name='place']"):
        signed.set("value", "")
    for part in copy.iter():
        part.text, part.tail = (space and " ".join(space.split()) for space in (part.text, part.tail))
    return html.tostring(copy, encoding="unicode")
