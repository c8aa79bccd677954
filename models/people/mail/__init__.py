"""Mails: what is due, who sends it, what became of it; each leaves once at most."""
