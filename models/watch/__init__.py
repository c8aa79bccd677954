"""The outside as it is kept: watched sources, visits, the stories that articles tell. No learner is known here."""
