"""A benchmark of the visits of a thousand sources."""
