"""Questions, measured: figures of each version from the log, what looks wrong, and the learning curve of each skill."""
