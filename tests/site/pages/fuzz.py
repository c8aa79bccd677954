"""Requests that nobody means well: each route, as each role, with values that numbers, dates and headers break on."""

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from pathlib import Path
from random import Random
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlsplit

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, MapAdapter, Rule

from models.tables.people import Account
from tests.builders import DENSE
from tests.page_browser import Page, page_of
from tests.site.pages.furnished import PAGES, ROLES, Furnished

EVERYTHING, NOBODY = "everything", "nobody"
FUZZED_ROLES = (*ROLES, EVERYTHING)

BEYOND = ("2147483648", "9223372036854775808", "9" * 30)
"""Just beyond 31 bits, just beyond 63, and far beyond."""
ENDLESS = ("9" * 5000, "9" * 100_000)
"""Longer than Python turns into a number: https://docs.python.org/3/library/stdtypes.html#int-max-str-digits"""
NUMBERS = (
    *BEYOND,
    *ENDLESS,
    *("0", "-1", "1", "7", "2147483647", "9223372036854775807"),
    *("-" + "9" * 30, "1e400", "1e-999999999", "1e999999999", "NaN", "Infinity", "-Infinity"),
    *("1.5", "٣", "²", "0x10", " 1", "1_0", "+1", "01"),
)
DATES = (
    *("0000-00-00", "0001-01-01", "0001-01-02", "9999-12-31", "9999-12-30", "10000-01-01", "2026-02-30"),
    *("-0001-01-01", "2026-W01-1", "99999999", "2026-11-28T25:61", "12:00"),
)
TEXTS = (
    DENSE,
    *("", " ", "☃", "\u202e\u2066", "é" * 300, "a" * 5000, "\x01\x1b[31m", "a\0b", "\t", "\ufffe"),
    *("a\r\nSet-Cookie: b=c", "/%0d%0aa:b", "/\u2028"),
    *("' OR 1=1 --", '"', "%", "_", "\\", "<script>alert(1)</script>", "{{7*7}}", "%(x)s", "{0}", "null", "[]"),
    *("../../etc/passwd", "..", "//evil.example", "/\\evil.example", "/☃", "#", "?"),
    *("javascript:alert(1)", "https://[::1", "http://a:99999/", "http://☃.example/", "https://" + "a" * 3000 + "/"),
    *(
        "00000000-0000-0000-0000-000000000000",
        "{00000000000000000000000000000000}",
        "rule:",
        "|",
        "a|b|c",
        "e30.e30.e30",
    ),
)
HOSTS = (
    *("evil.example", "[::1", "", "a b", "boussole.example:99999", "é", "\xff\xfe", "\x00", "a..b", "evil/path"),
    *("a" * 64, f"{'a' * 64}.example", "a" * 60_000, "a." * 30_000, "localhost:" + "9" * 5000),
)
HEADERS = (
    *({"HX-Request": "true"} for _ in range(8)),
    *({"Accept-Language": text} for text in ("*", "fr;q=NaN", "x" * 3000, "é", "fr;q=1e999", ",;=,", "zz-" * 500)),
    *({"Host": text} for text in HOSTS),
    *({"Content-Type": text} for text in ("application/json", "multipart/form-data", "text/plain; charset=nonsense")),
    *({"If-None-Match": "\x7f"}, {"If-Modified-Since": "Mon, 99 Foo 99999"}, {"Range": f"bytes={'9' * 40}-"}),
    *({"Referer": "//\x7f"}, {"Cookie": "boussole=.x.y"}, {"Cookie": "boussole=" + "e30." * 400}),
    *({"X-Forwarded-For": "é"}, {"X-Forwarded-For": "1," * 500}, {"X-Forwarded-Proto": "gopher"}),
)
ASKED = re.compile(r'request\.args(?:\.get\(|\[)"(\w+)"')
SENT = re.compile(r'(?:form|files|values)\.get(?:list)?\("(\w+)"')
PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
VISITS_OF_A_BROWSER = 40
LEFT_OUT = {"static"}
"""Flask's own."""


@dataclass(frozen=True)
class Attempt:
    """One request, and as whom."""

    role: str
    method: str
    address: str
    query: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()
    """Fields in whose place a file is sent."""

    def __str__(self) -> str:
        sent = (*self.query, *self.form, *((name, "(a file)") for name in self.files), *self.headers)
        asked = "".join(f" {name}={value!r:.60}" for name, value in sent)
        return f"{self.role}: {self.method} {self.address:.120}{asked}"


class Outcome(NamedTuple):
    """What came of a request: its status, and what is wrong, by its cause; nothing mostly."""

    status: int
    fault: str = ""
    refused: str = ""
    """What no limit of ours has kept from the database, which has refused it."""


class _Noted(logging.Handler):
    """What the portal writes of the errors of one request."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def causes(self) -> list[str]:
        """What was raised and not foreseen, the page of the error itself included."""
        raised = [record.exc_info[1] for record in self.records if record.exc_info]
        return [f"{type(one).__name__}: {one!s:.200}" for one in raised]


class Base(NamedTuple):
    """A request that is meant well, to be spoiled: the values of its path, what it asks, what it sends."""

    path: Mapping[str, str] = {}
    query: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] = ()


class Fuzz:
    """Hostile requests to a furnished house, the same for the same seed."""

    def __init__(self, furnished: Furnished, seed: int | str) -> None:
        self.furnished, self.house, self.app = furnished, furnished.house, furnished.house.app
        self.random = Random(seed)
        self.people: dict[str, Account] = {}
        self._clients: dict[str, tuple[FlaskClient, str, int]] = {}
        self._noted = _Noted()
        self.app.logger.addHandler(self._noted)
        self.rules = [rule for rule in self.app.url_map.iter_rules() if rule.endpoint not in LEFT_OUT]
        # The others ask for what these two have: what is theirs is found as theirs, the rest as strangers would.
        self.bases = {role: self._bases(role) for role in ("learner", EVERYTHING)}

    def attempts(self, number: int) -> Iterator[Attempt]:
        """So many attempts: every route in its turn, as a role at random."""
        for count in range(number):
            rule = self.rules[count % len(self.rules)]
            yield self._attempt(rule, self.random.choice(FUZZED_ROLES))

    def numbers(self) -> Iterator[Attempt]:
        """Each route whose address holds a number, with numbers beyond what columns hold, for who may do all."""
        for rule in self.rules:
            for name, converter in rule._converters.items():
                for value in BEYOND if isinstance(converter, IntegerConverter) else ():
                    base = self._base(rule, EVERYTHING)
                    yield self._made(rule, EVERYTHING, base._replace(path={**base.path, name: value}))

    def files(self) -> Iterator[Attempt]:
        """Each form with a file in the place of each of its fields, for who may do all."""
        for rule, base in self._forms():
            names = dict.fromkeys(name for name, _ in base.form)
            yield replace(self._made(rule, EVERYTHING, base._replace(form=())), files=tuple(names))

    def endless_numbers(self) -> Iterator[Attempt]:
        """More digits than Python reads: in each number of a form by turns, in all of its fields, in each query."""
        for rule, base in self._forms():
            names = list(dict.fromkeys(name for name, _ in base.form))
            for some in (names, *([name] for name, value in base.form if value.isdecimal())):
                spoilt = (*_without(base.form, some), *((name, ENDLESS[0]) for name in some))
                yield self._made(rule, EVERYTHING, base._replace(form=spoilt))
        for rule in self.rules:
            if _method(rule) == "GET":
                query = tuple((name, ENDLESS[0]) for name in self._names[0])
                yield self._made(rule, EVERYTHING, self._base(rule, EVERYTHING)._replace(query=query))

    def _forms(self) -> Iterator[tuple[Rule, Base]]:
        for rule in self.rules:
            if _method(rule) == "POST":
                yield rule, self._base(rule, EVERYTHING)

    def send(self, attempt: Attempt) -> Outcome:
        """Ask, and look at what comes: a failure of ours, or a header that no server can send, is a fault."""
        client, token = self._client(attempt.role)
        self._noted.records.clear()
        sent = [*attempt.form, ("csrf_token", token), *((name, (BytesIO(b"x"), name)) for name in attempt.files)]
        try:
            with client.open(
                attempt.address,
                method=attempt.method,
                query_string=MultiDict(attempt.query),
                data=MultiDict(sent) if attempt.method == "POST" else None,
                headers=attempt.headers,
            ) as answer:
                status, headers = answer.status_code, list(answer.headers)
        except Exception as error:  # Flask has no page for what the page of an error raises.
            return Outcome(500, f"no page at all: {type(error).__name__}: {error!s:.200}")
        return Outcome(status, self._fault(status, headers), self._refused())

    def _fault(self, status: int, headers: list[tuple[str, str]]) -> str:
        if causes := self._noted.causes():
            return f"{status}: {' and then '.join(causes)}"
        if unsendable := [name for name, value in headers if not _is_sendable(value)]:
            return f"{status}: {unsendable} cannot be sent"
        return f"{status}: not told why" if status >= 500 else ""

    def _refused(self) -> str:
        return next((one.getMessage() for one in self._noted.records if not one.exc_info), "")

    # --------------------------------------------------------------------------------------------------- people

    def _client(self, role: str) -> tuple[FlaskClient, str]:
        """A browser of somebody of this role and the token of its forms; often a new one, for many forms end it."""
        client, token, visits = self._clients.get(role, (None, "", VISITS_OF_A_BROWSER))
        if client is None or visits >= VISITS_OF_A_BROWSER:
            browser = self.house.browser_of(self._person(role)) if role != NOBODY else self.house.stranger()
            page = browser.get("/sign-in" if role == NOBODY else "/account")
            token = next(iter(page.tree.xpath("//input[@name='csrf_token']/@value")), "")
            client, visits = browser.client, 0
        self._clients[role] = client, token, visits + 1
        return client, token

    def _person(self, role: str) -> Account:
        """Somebody of this role whose account is still open."""
        person = self.people.get(role)
        if person is None or self._is_gone(person):
            person = self.furnished.house.person(
                trainer=role in {"trainer", EVERYTHING}, administrator=role in {"administrator", EVERYTHING}
            )
            self.people[role] = person
        return person

    def _is_gone(self, person: Account) -> bool:
        there = self.house.read(lambda db: db.get(Account, person.id))
        return there is None or there.closed_at is not None or there.password_temporary

    # -------------------------------------------------------------------------------------------------- requests

    def _bases(self, role: str) -> dict[str, list[Base]]:
        """What is meant well, by endpoint and method: the pages of this role, and the forms that stand on them."""
        self.people[role] = self.furnished.person(role)
        found: dict[str, list[Base]] = defaultdict(list)
        for address in self._addresses(role):
            self._keep(found, "GET", address, ())
            page = self._page(role, address)
            for form in page.forms() if page else ():
                values = tuple((name, value) for name, value in form.form_values() if name != "csrf_token")
                self._keep(found, (form.method or "GET").upper(), form.action or address, values)
        return found

    def _addresses(self, role: str) -> Iterator[str]:
        person = self.people[role]
        for page, addresses in self.furnished.addresses(person).items():
            if role == EVERYTHING or PAGES[page] in ROLES[role]:
                yield from addresses

    def _page(self, role: str, address: str) -> Page | None:
        page = page_of(self.house.browser_of(self.people[role]).client.get(address))
        return page if page.status == 200 else None

    def _keep(self, found: dict[str, list[Base]], method: str, address: str, form: tuple[tuple[str, str], ...]) -> None:
        parts = urlsplit(address)
        try:
            rule, values = self._map.match(parts.path, method=method, return_rule=True)
        except HTTPException:
            return
        path = {name: str(value) for name, value in values.items()}
        found[f"{method} {rule.endpoint}"].append(Base(path, tuple(parse_qsl(parts.query)), form))

    @cached_property
    def _map(self) -> MapAdapter:
        return self.app.url_map.bind("boussole.example")

    def _base(self, rule: Rule, role: str) -> Base:
        method = _method(rule)
        asked = f"{method} {rule.endpoint}"
        known = self.bases.get(role, {}).get(asked) or self.bases[EVERYTHING].get(asked)
        return self.random.choice(known) if known else Base({name: "1" for name in rule._converters})

    def _attempt(self, rule: Rule, role: str) -> Attempt:
        base, draw = self._base(rule, role), self.random
        path, query, form = dict(base.path), dict(base.query), list(base.form)
        if path and draw.random() < 0.35:
            path[draw.choice(sorted(path))] = self._hostile()
        if draw.random() < 0.35:
            query[draw.choice(self._names[0])] = self._hostile()
        if _method(rule) == "POST":
            names = [name for name, _ in form] or self._names[1]
            for _ in range(draw.choice((0, 1, 1, 1, 2, 3))):
                name = draw.choice(names if draw.random() < 0.8 else self._names[1])
                form = [one for one in form if one[0] != name] + [(name, self._hostile())]
        files = [name for name, _ in form if draw.random() < 0.5] if draw.random() < 0.1 else []
        headers = draw.choice(HEADERS) if draw.random() < 0.3 else {}
        spoilt = Base(path, tuple(query.items()), _without(form, files))
        return replace(self._made(rule, role, spoilt, headers), files=tuple(dict.fromkeys(files)))

    def _hostile(self) -> str:
        return self.random.choice(self.random.choice((NUMBERS, DATES, TEXTS)))

    def _made(self, rule: Rule, role: str, base: Base, headers: Mapping[str, str] | None = None) -> Attempt:
        address = PLACE.sub(lambda found: quote(base.path.get(found[2], "1"), safe=""), rule.rule)
        return Attempt(role, _method(rule), address, base.query, base.form, tuple((headers or {}).items()))

    @cached_property
    def _names(self) -> tuple[list[str], list[str]]:
        """What views read of an address, and of a form."""
        sources = [file.read_text("utf-8") for file in sorted(Path(self.app.root_path).rglob("*.py"))]
        return tuple(sorted({name for text in sources for name in found.findall(text)}) for found in (ASKED, SENT))  # type: ignore[return-value]


def _without(form: Iterable[tuple[str, str]], names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    left_out = set(names)
    return tuple(one for one in form if one[0] not in left_out)


def _method(rule: Rule) -> str:
    return "POST" if "POST" in (rule.methods or ()) else "GET"


def _is_sendable(value: str) -> bool:
    """Whether gunicorn puts it on the wire (RFC 9110, 5.5): Latin-1, no line ends."""
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return CONTROL.search(value) is None
