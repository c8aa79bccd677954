"""The mirror: what nameless slips say of one's meetings, for oneself alone."""
