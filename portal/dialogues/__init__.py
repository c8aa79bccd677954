"""Interviews that one plays: kept or without trace, tried by whoever writes them, and their tree as a picture."""
