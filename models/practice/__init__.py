"""The mirror: what nameless slips say of one's practice, for oneself alone; only pages and people know of it."""
