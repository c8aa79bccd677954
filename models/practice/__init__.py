"""The mirror: what people said of the meeting, for the counsellor alone; the tutor, home and the mail know nothing."""
