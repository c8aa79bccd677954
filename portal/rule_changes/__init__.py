"""Rule changes in the workshop: proposed from a story, decided by a second person, prepared, undone."""
