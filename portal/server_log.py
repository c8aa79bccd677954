"""The log of gunicorn, in the one of the portal; what was asked is in it where ACCESS_LOG asks for that.

Of a request it says the route, not the address: that holds keys of people, signed links, and what they search for.
"""

import logging
import sys
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from gunicorn.glogging import Logger

from models.ground import logs
from models.ground.logs import REQUEST_ID
from models.ground.settings import Settings
from portal.request_marks import MARK, ROUTE

UNWRITTEN = {
    *("/f", "/sheet", "/sheet/from/<question_id>", "/l/<token>"),
    *("/training-records", "/training-records/verify"),
    *("/p/<address>", "/p/<address>/calendar.ics", "/p/<address>/meetings/<uid>.ics"),
}
"""Routes that leave no line: not even that a sheet was drawn with somebody, or it, a letter or a public page opened, a
training record made or verified."""

OF_A_REQUEST = ("Invalid request", "Error handling request")
"""How gunicorn begins what it says of one; its address follows, and from where it came."""

access = logging.getLogger("access")


class ServerLog(Logger):
    """The logger of one master of gunicorn and its workers."""

    def setup(self, cfg: Any) -> None:
        """Begin the log of this process, instead of gunicorn's own."""
        self.cfg, self._settings = cfg, Settings.from_environment().logs
        logs.begin(self._settings, sys.stderr)
        self.error_log.propagate = True
        self.error_log.addFilter(_without_request)

    @property
    def access_log_enabled(self) -> bool:
        """Whether each request is written down."""
        return self._settings.requests

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        """Write down a request: what was asked, what came of it, from which part of the network."""
        if not self.access_log_enabled or environ.get(ROUTE, "") in UNWRITTEN:
            return
        # A thread serves one request after another; a probe brings no mark.
        REQUEST_ID.set(environ.get(MARK, ""))
        said = {
            "method": req.method,
            "route": environ.get(ROUTE, ""),
            "status": int(resp.status.partition(" ")[0]),  # gunicorn has the number of its own answers here alone
            "seconds": round(request_time.total_seconds(), 3),
            "network": network_of(environ.get("REMOTE_ADDR", "")),
        }
        access.info("request", extra=said)


def _without_request(record: logging.LogRecord) -> bool:
    """Keep of what gunicorn says of a request that went wrong what happened and where, and no word of it."""
    for begun in OF_A_REQUEST:
        if str(record.msg).startswith(begun):
            record.msg, record.args = begun, ()
            if record.exc_info:
                kind, _, where = record.exc_info
                record.exc_info = (kind or Exception, Exception("…"), where)
    return True


def network_of(address: str) -> str:
    """Return the /24 of an IPv4 address, the /48 of an IPv6 one; nothing of what is no address."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    return str(ip_network((found, 24 if found.version == 4 else 48), strict=False))
