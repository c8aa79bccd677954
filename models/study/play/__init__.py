"""One sitting: cards, then questions with their feedback, then the end."""
