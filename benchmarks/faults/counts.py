"""What the tables hold, beside what learners saw accepted and the mail server was given."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isinf
from statistics import median
from uuid import UUID

from sqlalchemy import select

from benchmarks.faults.breaking import Broken
from benchmarks.faults.house import House
from models.ground.store import Store
from models.tables.mail import Mail, MailState
from models.tables.study import Answer

MAY_HAVE_LEFT = {MailState.SENT, MailState.UNCERTAIN, MailState.SENDING}


@dataclass(frozen=True, slots=True)
class Tally:
    """What one fault of one round has come to; recovery in seconds, None where it has not come back."""

    fault: str
    answers: int
    refused: int
    lost: int
    doubled: int
    mails: int
    mails_lost: int
    mails_doubled: int
    page: float | None
    work: float | None

    @property
    def sound(self) -> bool:
        """Whether nothing was lost or doubled, and all came back."""
        wrong = self.refused + self.lost + self.doubled + self.mails_lost + self.mails_doubled
        return not wrong and None not in (self.page, self.work)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database holds in the end: presentations answered, and the state of each mail by Message-ID."""

    answers: Sequence[tuple[UUID, Sequence[str]]]
    mails: Mapping[str, str]


def read(url: str) -> Kept:
    """Read what a database holds."""
    store = Store(url)
    with store.reading() as db:
        answers = [(key, response) for key, response in db.execute(select(Answer.presentation_id, Answer.response))]
        mails = db.execute(select(Mail.message_id, Mail.state).where(Mail.message_id.is_not(None)))
        kept = Kept(answers, {str(message_id): state for message_id, state in mails})
    store.dispose()
    return kept


def tallies(house: House, faults: Sequence[tuple[str, Broken]], kept: Kept) -> Sequence[Tally]:
    """Return what came of each fault: what happened from its beginning to that of the next is its own."""
    ends = [*(broken.begun for _, broken in faults[1:]), float("inf")]
    spans = [(name, broken, end) for (name, broken), end in zip(faults, ends, strict=True)]
    return [_tally(house, name, broken, end, kept) for name, broken, end in spans]


def _tally(house: House, name: str, broken: Broken, end: float, kept: Kept) -> Tally:
    there, arrivals = Counter(key for key, _ in kept.answers), Counter(mail for _, mail in house.office.received)
    said = {key: list(response) for key, response in kept.answers}
    given = {key: option for key, (at, option) in house.given.items() if broken.begun <= at < end}
    mails = {mail for at, mail in house.office.received if broken.begun <= at < end}
    worked = broken.worked or first(after=broken.mended, of=[(at, True) for at, _ in house.office.received])
    return Tally(
        name,
        answers=len(given),
        refused=sum(broken.begun <= at < end for at, _ in house.refused),
        lost=sum(said.get(key) != [option] for key, option in given.items()),
        doubled=sum(there[key] > 1 for key in given),
        mails=len(mails),
        mails_lost=unsent(house, kept) if isinf(end) else 0,
        # What has arrived and is not said to have left would be sent once more.
        mails_doubled=sum(arrivals[mail] > 1 or kept.mails.get(mail) not in MAY_HAVE_LEFT for mail in mails),
        page=since(broken.mended, recovered(house.tried, broken.begun, broken.mended, end)),
        work=since(broken.mended, worked),
    )


def unsent(house: House, kept: Kept) -> int:
    """Return how many mails are said to be sent and have never arrived, in the whole round: nobody knows when."""
    arrived = {mail for _, mail in house.office.received}
    return sum(state == MailState.SENT and mail not in arrived for mail, state in kept.mails.items())


def recovered(tried: Iterable[tuple[float, bool]], begun: float, mended: float, end: float) -> float | None:
    """Return when answers were taken again, for good as far as can be seen: after the last that failed, if any has."""
    here = sorted(one for one in tried if begun <= one[0] < end)
    last_failure = max((at for at, well in here if not well), default=mended)
    return first(after=max(mended, last_failure), of=here)


def first(after: float, of: Iterable[tuple[float, bool]]) -> float | None:
    """Return the first instant after that one at which all was well."""
    return min((at for at, well in of if well and at > after), default=None)


def since(mended: float, at: float | None) -> float | None:
    """Return the seconds from the mending."""
    return None if at is None or isinf(at) else max(0.0, at - mended)


def as_row(tally: Tally) -> dict[str, object]:
    """Return a tally as it is kept between two runs."""
    return asdict(tally)


def table(rows: Sequence[Tally]) -> Sequence[str]:
    """Return the lines of a table, a fault a line."""
    head = (
        f"{'fault':<22} rounds  answers  refused  lost  doubled  mails  lost  doubled"
        "   answers again p50/max s   work again p50/max s"
    )
    names = dict.fromkeys(row.fault for row in rows)
    return [head, *(_line(name, [row for row in rows if row.fault == name]) for name in names)]


def _line(name: str, rows: Sequence[Tally]) -> str:
    counted = (
        (8, sum(row.answers for row in rows)),
        (8, sum(row.refused for row in rows)),
        (5, sum(row.lost for row in rows)),
        (8, sum(row.doubled for row in rows)),
        (6, sum(row.mails for row in rows)),
        (5, sum(row.mails_lost for row in rows)),
        (8, sum(row.mails_doubled for row in rows)),
    )
    numbers = " ".join(f"{number:{width}}" for width, number in counted)
    pages, work = _spread([row.page for row in rows]), _spread([row.work for row in rows])
    return f"{name:<22} {len(rows):6} {numbers} {pages:>27} {work:>22}"


def _spread(seconds: Sequence[float | None]) -> str:
    known = [one for one in seconds if one is not None]
    lacking = len(seconds) - len(known)
    spread = f"{median(known):.1f} / {max(known):.1f}" if known else "–"
    return f"{spread}, {lacking} NEVER" if lacking else spread
