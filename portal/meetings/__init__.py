"""Meetings: those that a public page announces, how a form plans one, and their calendars."""
