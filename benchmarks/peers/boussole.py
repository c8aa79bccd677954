"""Boussole over HTTP, as shipped: forms of answers as its pages send them, and the feedback that they give."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarks.answer import Form, free_bind, portal, served, show, sign_in
from benchmarks.crowd import fill
from benchmarks.peers.clients import Request, cookies
from content.module import Question, QuestionKind
from models.catalogue import in_force
from models.ground import schema
from models.ground.settings import Settings, prepare_instance
from models.ground.store import Store
from portal.site.serving import portal_command


class Boussole:
    """One installation, in a folder of its own; each learner in it is one client, in one round."""

    def __init__(self, instance: Path, people: int, seed: int) -> None:
        """Set it up: the French pack, people, no news."""
        self.environment = {**os.environ, "INSTANCE": str(instance)}
        self.environment.pop("DATABASE_URL", None)
        self._random, self._newcomers = Random(seed), iter(range(1, people + 1))
        prepare_instance(instance)
        self._store = Store(Settings.from_environment(self.environment).database_url)
        schema.upgrade(self._store.url)
        fill(self._store, people, self._random, stories=0)

    @contextmanager
    def served(self) -> Iterator[str]:
        """Run the portal as it is shipped, on a free port."""
        with portal(self.environment) as address:
            yield address

    def answers(self, address: str, learners: int, each: int) -> list[list[Request]]:
        """Have learners sign in, and questions shown to them; return the answers of each."""
        keys = [UUID(int=next(self._newcomers)) for _ in range(learners)]
        with self._store.writing() as db:
            asked = list(to_tick(db))
            shown = [[self._shown(db, key, asked) for _ in range(each)] for key in keys]
        return [list(_requests(address, key, forms)) for key, forms in zip(keys, shown, strict=True)]

    def _shown(self, db: Session, key: UUID, asked: Sequence[tuple[int, Question]]) -> Form:
        version, question = self._random.choice(asked)
        option = self._random.choice(question.options).key
        return show(db, key, version, question, option, datetime.now(UTC))


def to_tick(db: Session) -> Iterator[tuple[int, Question]]:
    """Yield the questions with one right option, each with its version."""
    for published in in_force.published_modules(db):
        for question in published.module.questions:
            if question.kind is QuestionKind.ONE:
                yield published.version_id, question


def _requests(address: str, key: UUID, forms: Sequence[Form]) -> Iterator[Request]:
    client, token = sign_in(address, key)
    headers = {
        "Cookie": cookies(client.cookies.jar),
        "Content-Type": "application/x-www-form-urlencoded",
        "HX-Request": "true",
    }
    for form in forms:
        told = {"csrf_token": token, "presentation": form.presentation, "option": form.option, "answering": 1}
        yield Request("POST", f"/play/{form.play}/answer", urlencode(told).encode(), headers, b'id="verdict"')


@contextmanager
def bare_page() -> Iterator[str]:
    """Run the bare page under the server that serves Boussole."""
    bind = free_bind()
    command = [part.replace("app:app", "benchmarks.peers.bare:app") for part in portal_command(bind)]
    with served(command, os.environ, f"http://{bind}/"):
        yield f"http://{bind}"


def bare_answers(_: str, learners: int, each: int) -> list[list[Request]]:
    """Return as many requests of a bare page."""
    return [[Request("POST", "/", b"", {}, b"fragment")] * each for _ in range(learners)]
