"""Entries in the formats of other directories, and in tables; what cannot be carried over is listed."""
