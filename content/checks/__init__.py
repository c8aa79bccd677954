"""Checks on a readable module, by itself and beside the rest of its pack."""
