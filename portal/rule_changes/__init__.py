"""Rule changes in the trainers' workshop: proposed from a story, decided by a second person, their texts, undone."""
