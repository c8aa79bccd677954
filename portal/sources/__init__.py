"""The watched sites: those of everybody, for administrators; one's own, for each person."""
