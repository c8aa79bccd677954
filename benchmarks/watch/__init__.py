"""Measured: the visits of a thousand sources."""
