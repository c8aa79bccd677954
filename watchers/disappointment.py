"""Every way in which the world outside disappoints a visit."""

from datetime import timedelta

TOO_MANY_REQUESTS, SERVER_ERROR = 429, 500
LONGEST_DETAIL = 500
PASSING = frozenset({"too_slow", "unreachable", "robots_unavailable"})
QUOTED = frozenset(
    {"answered", "bad_selector", "is_a_page", "not_a_feed", "not_a_sitemap", "parsing_crashed", "unreachable"}
)
"""Of these a server, a parser or the system has told more. All else is told in the English of anyone who reads a
traceback; for a page in French the sentence of the code is enough (models/news/sources/source_words.py)."""


class Disappointment(Exception):
    """An address gave nothing to read; `why` is a code of VisitResult, `status` that of an answer without a body.

    The process that parses knows no table, and so not the enumeration itself.
    """

    def __init__(self, why: str, told: str = "", status: int = 0, retry_after: timedelta | None = None) -> None:
        # All that it is made of, so that it can be pickled: it comes from another process.
        super().__init__(why, told, status, retry_after)
        self.why = why
        self.told = told
        self.status = status
        self.retry_after = retry_after

    def __str__(self) -> str:
        return f"{self.why}: {self.told}" if self.told else self.why

    @property
    def passing(self) -> bool:
        """Whether the same visit may go better in a while."""
        return self.why in PASSING or self.status == TOO_MANY_REQUESTS or self.status >= SERVER_ERROR

    @property
    def detail(self) -> str | None:
        """What a server, a parser or the system has said of it."""
        lines = self.told.strip().splitlines() if self.why in QUOTED else []
        # That of a crash is a whole traceback, and its last line says what happened.
        return lines[-1][:LONGEST_DETAIL] if lines else None
