"""The log of a process that serves: one line for each thing, as text or as JSON, with the mark of its request.

Nothing here is loaded by `import app`: who starts such a process begins its log (docs/decisions/0027-operating.md).
"""

import logging
import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from traceback import TracebackException
from typing import TYPE_CHECKING, TextIO
from uuid import uuid4

from models.ground.environment import is_on, one_of, setting

if TYPE_CHECKING:
    from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""The mark of the request that is being answered, or on behalf of which the worker works; empty outside of one."""
SENT: ContextVar[Callable[[], str]] = ContextVar("sent", default=str)
"""Tells all that this request has brought: what an error says of it is struck out."""
WELL_FORMED = re.compile(r"[0-9A-Za-z-]{8,64}")
LEVELS = ("debug", "info", "warning", "error")
FORMATS = ("text", "json")
OURS = ("access", "content", "models", "portal", "watchers")
"""Who is heard where everything is asked for: libraries would write down addresses, and what is asked at them."""
TALKATIVE = ("alembic", "gunicorn", "huey", "httpcore2", "httpx2", "trafilatura", "htmldate")
"""Libraries that say at every step what they do: heard from warnings on, or with all others where everything is."""
FIELDS = ("method", "route", "status", "seconds", "network")
"""What a line may say beside its sentence; anything else that somebody adds stays out."""
_WORD = re.compile(r"[^\W_]{3,}")
_PLACES = ("Traceback ", '  File "', "\n")
"""How the parts of a traceback begin that say where, and nothing of a value."""


@dataclass(frozen=True, slots=True)
class LogSettings:
    """From which level on things are said, whether as JSON, and whether each request is."""

    level: str = setting(lambda value: one_of(LEVELS)(value.lower()), "info", "LOG_LEVEL")
    as_json: bool = setting(lambda value: one_of(FORMATS)(value) == "json", False, "LOG_FORMAT")
    requests: bool = setting(is_on, False, "ACCESS_LOG")


def request_mark(offered: str | None) -> str:
    """Return the mark that a proxy has given a request where it is well formed, else a new one.

    A line of the log holds it: what is not well formed could pretend to be another line (OWASP ASVS 5.0, 16.4.1).
    """
    return offered if offered and WELL_FORMED.fullmatch(offered) else uuid4().hex


def begin(settings: LogSettings, stream: TextIO) -> None:
    """Write the log of this process to a stream, from now on and in this one way."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(settings.as_json))
    level = logging.getLevelNamesMapping()[settings.level.upper()]
    logging.basicConfig(level=max(level, logging.INFO), handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for library in TALKATIVE:
        logging.getLogger(library).setLevel(logging.INFO if level == logging.DEBUG else max(level, logging.WARNING))


def _formatter(as_json: bool) -> logging.Formatter:
    from structlog import dev, processors
    from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name

    form: list[Processor] = [
        ProcessorFormatter.remove_processors_meta,
        processors.ExceptionRenderer(_traceback),
        processors.JSONRenderer()
        if as_json
        else dev.ConsoleRenderer(colors=False, exception_formatter=dev.plain_traceback),
    ]
    said: list[Processor] = [
        add_log_level,
        add_logger_name,
        ExtraAdder(allow=FIELDS),
        processors.TimeStamper(fmt="iso"),
        _marked,
    ]
    return ProcessorFormatter(foreign_pre_chain=said, processors=form)


def _traceback(exc_info: "ExcInfo") -> str:
    """Return a traceback without the values of its variables, and without what was sent: names, notes, passwords."""
    sent = SENT.get()().casefold()

    def struck(word: re.Match[str]) -> str:
        return "…" if word[0].casefold() in sent else word[0]

    parts = TracebackException(*exc_info).format()
    return "".join(part if part.startswith(_PLACES) else _WORD.sub(struck, part) for part in parts).rstrip("\n")


def _marked(_: "WrappedLogger", __: str, event: "EventDict") -> "EventDict":
    return {**event, "request": mark} if (mark := REQUEST_ID.get()) else event
