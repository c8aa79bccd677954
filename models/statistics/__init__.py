"""Questions, measured: figures of each version from the log, what looks wrong, and the learning curve of each skill."""


class NoSuchQuestion(LookupError):
    """No published version has ever had that question, or its module is withdrawn."""
