"""Circles of colleagues: who takes part, a date, a question put to the room, a sentence kept."""
