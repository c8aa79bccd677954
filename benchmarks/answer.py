"""`python -m benchmarks.answer ANSWERS.csv.gz`: the same answers over HTTP, from eight clients at once.

The portal is started as `make run` starts it, on a SQLite file with synchronous=FULL. Each answer is a form posted by
a learner who has signed in, and its reply the page's fragment with the feedback: permission, CSRF, one transaction,
rendering. Questions are shown beforehand and not timed.
"""

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from statistics import quantiles
from time import perf_counter, sleep
from typing import Any
from uuid import UUID, uuid4

import httpx2
from numpy.random import RandomState
from sqlalchemy.orm import Session

from benchmarks import world
from benchmarks.replay import machine
from content.dialogue import reading_time
from content.module import Question
from models.ground.settings import Settings, prepare_instance
from models.ground.store import Store
from models.learning import answering
from models.people import passwords
from models.tables.answers import Play
from models.tables.people import Account, Learner
from models.tutor.situation import Purpose
from portal.site.serving import portal_command

CLIENTS = 8
PASSWORD = "une phrase pour mesurer"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Form:
    """One answer ready to be posted."""

    learner: UUID
    play: UUID
    presentation: UUID
    option: str


def main() -> None:
    """Measure the answers of a file, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answer", description=__doc__)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--learners", type=int, default=40)
    parser.add_argument("--most", type=int, default=4000, help="answers posted at most")
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    answers = world.load(asked.answers)
    chosen = RandomState(asked.seed).permutation(sorted(answers.user_id.unique()))[: asked.learners]
    here = answers[answers.user_id.isin(chosen)].head(asked.most)
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "INSTANCE": folder}
        environment.pop("DATABASE_URL", None)
        prepare_instance(Path(folder))
        store = Store(Settings.from_environment(environment).database_url)
        forms = show_all(store, here)
        print(f"{machine(store)}; {CLIENTS} clients, {len(forms)} answers of {here.user_id.nunique()} learners")
        with portal(environment) as address:
            report(*post_all(address, forms))
        store.dispose()


def show_all(store: Store, answers: Any) -> list[Form]:
    """Make accounts, and show every question in a play of its own."""
    questions = world.set_up(store, answers)
    now = datetime.now(UTC)
    with store.writing() as db:
        known_hash = passwords.hashed(PASSWORD)
        for user in answers.user_id.unique().tolist():
            learner = db.get_one(Learner, UUID(int=user))
            db.add(account_of(learner, known_hash, now))
        db.flush()
        return [_show(db, row, questions[row.problem_id], now) for row in answers.itertuples()]


def account_of(learner: Learner, known_hash: str, now: datetime) -> Account:
    """Return the account of a learner who has settled all that comes first; its address is her key."""
    return Account(
        learner=learner,
        email=f"{learner.key}@example.org",
        name="Mesure",
        password_hash=known_hash,
        created_at=now,
        privacy_read_at=now,
        themes_asked_at=now,
    )


def _show(db: Any, row: Any, asked: tuple[int, Any], now: datetime) -> Form:
    (option,) = world.response(row.correct)
    return show(db, UUID(int=row.user_id), *asked, option, now)


def show(db: Session, key: UUID, version_id: int, question: Question, option: str, now: datetime) -> Form:
    """Show a question long enough ago to have been read, in a play of its own."""
    play = Play(
        id=uuid4(), learner_key=key, version_id=version_id, purpose=Purpose.REVIEW, cards_read=0, started_at=now
    )
    db.add(play)
    db.flush()
    shown_at = now - reading_time(question)
    presentation = answering.present(db, key, question, version_id, Purpose.REVIEW, shown_at, play.id)
    return Form(key, play.id, presentation.id, option)


@contextmanager
def portal(environment: Mapping[str, str]) -> Iterator[str]:
    """Run the portal on a free port, for as long as it is needed."""
    bind = free_bind()
    with served(portal_command(bind), environment, f"http://{bind}/sign-in"):
        yield f"http://{bind}"


def free_bind() -> str:
    """Return an address and a port on the loopback that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


@contextmanager
def served(
    command: Sequence[str],
    environment: Mapping[str, str],
    page: str,
    output: int | None = None,
    folder: Path | None = None,
) -> Iterator[int]:
    """Run a server for as long as it is needed, from when it gives that page; give its process.

    `output`: where its own words go; `folder`: where it runs, if not here.
    """
    process = subprocess.Popen(command, env=environment, stdout=output, stderr=output, cwd=folder)
    try:
        _wait_for(page)
        yield process.pid
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to stop; kill it when it does not."""
    process.terminate()
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()


def _wait_for(address: str) -> None:
    for _ in range(1200):  # two minutes: on a busy machine a set-up takes its time
        try:
            httpx2.get(address, trust_env=False).raise_for_status()
            return
        except httpx2.ConnectError:
            sleep(0.1)
    sys.exit(f"{address} did not answer.")


def post_all(address: str, forms: Sequence[Form]) -> tuple[list[float], float]:
    """Post from eight clients, each learner's answers in their order; return the seconds of each, and of all."""
    by_learner = {
        key: list(own) for key, own in groupby(sorted(forms, key=lambda form: form.learner), lambda f: f.learner)
    }
    sessions = [(sign_in(address, key), own) for key, own in by_learner.items()]
    shares = [sessions[number::CLIENTS] for number in range(CLIENTS)]
    begun = perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        seconds = [one for share in pool.map(post_share, shares) for one in share]
    return seconds, perf_counter() - begun


def sign_in(address: str, learner: UUID) -> tuple[httpx2.Client, str]:
    """Return a client that has signed in, and its token for forms."""
    # gunicorn closes a connection after two idle seconds; a client that waits longer for its turn must not reuse it
    limits = httpx2.Limits(keepalive_expiry=1)
    client = httpx2.Client(base_url=address, trust_env=False, follow_redirects=True, limits=limits)
    token = token_of(client.get("/sign-in").text)
    entered = client.post(
        "/sign-in", data={"csrf_token": token, "email": f"{learner}@example.org", "password": PASSWORD}
    )
    return client, token_of(entered.text)


def token_of(page: str) -> str:
    """Return the token that the forms of a page hold."""
    found = TOKEN.search(page)
    if found is None:
        sys.exit(f"No form on this page: {page[:300]}")
    return found[1]


def post_share(share: Sequence[tuple[tuple[httpx2.Client, str], Sequence[Form]]]) -> list[float]:
    """Post the answers of some learners, one after another."""
    return [post(client, token, form) for (client, token), forms in share for form in forms]


def post(client: httpx2.Client, token: str, form: Form) -> float:
    """Return the seconds from the form to its feedback."""
    data = {"csrf_token": token, "presentation": str(form.presentation), "option": form.option, "answering": "1"}
    begun = perf_counter()
    reply = client.post(f"/play/{form.play}/answer", data=data, headers={"HX-Request": "true"})
    seconds = perf_counter() - begun
    if reply.status_code != 200 or 'id="verdict"' not in reply.text:
        sys.exit(f"{reply.status_code} instead of a feedback")
    return seconds


def report(seconds: Sequence[float], all_of_them: float) -> None:
    """Print the spread and the rate."""
    cuts = quantiles(seconds, n=100)
    print(f"{len(seconds) / all_of_them:.0f} answers/s   p50 {cuts[49] * 1000:.1f} ms   p95 {cuts[94] * 1000:.1f} ms")


if __name__ == "__main__":
    main()
