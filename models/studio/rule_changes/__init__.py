"""Rule changes: a story that a trainer takes to move a rule, and a second person accepts; texts switch on the day."""
