"""Limits on how much is kept of what strangers write, in characters."""

LONGEST_TITLE, LONGEST_LEAD = 500, 20_000
LONGEST_IDENTITY = 500
"""PostgreSQL indexes no more than 2,700 bytes of anything."""
LONGEST_HOST = 253
"""Names are no longer in DNS."""
