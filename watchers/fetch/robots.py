"""The rules of robots.txt (RFC 9309). Pure over its text; the network part is `Fetcher.robots`."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from protego import Protego

from watchers.disappointment import Disappointment

# RFC 9309, 2.5: at least 500 kibibytes have to be read.
MOST_BYTES = 500 * 1024
# Crawl-delay is in no standard; a slip of zeros must not silence a source for a year.
LONGEST_DELAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one origin; without a text all is allowed. Keep them for 24 hours at most (RFC 9309, 2.4)."""

    text: str

    def allows(self, address: str, agent: str) -> bool:
        """Return whether the robot named `agent` (its product token, without version) may visit the address."""
        return bool(_rules(self.text).can_fetch(address, agent))

    def check(self, address: str, agent: str) -> None:
        """Raise Disappointment unless the robot may visit the address."""
        if not self.allows(address, agent):
            raise Disappointment("refused_by_robots", f"robots.txt forbids {address} to {agent}")

    def crawl_delay(self, agent: str) -> timedelta | None:
        """Return the pause that the site wants between two visits, a day at most, or None."""
        seconds = _rules(self.text).crawl_delay(agent)
        return None if seconds is None else timedelta(seconds=min(seconds, LONGEST_DELAY.total_seconds()))


def read_robots(body: bytes) -> str:
    """Decode a robots.txt, whatever its bytes; of one that was cut at MOST_BYTES, only its whole lines."""
    if len(body) >= MOST_BYTES:
        # Half a rule would say something else: « Disallow: / » is how « Disallow: /admin » begins.
        body = body[:MOST_BYTES].rpartition(b"\n")[0]
    # A byte order mark would hide the first User-agent; PostgreSQL keeps no NUL.
    return body.decode("utf-8-sig", errors="replace").replace("\0", "")


# Parsed once for the many addresses of a host, whose rules come as text from the table each time.
@lru_cache(maxsize=64)
def _rules(text: str) -> Protego:
    return Protego.parse(text)
