"""Circles of colleagues: taking part, a date, a question put to the room, a sentence kept, a calendar."""
