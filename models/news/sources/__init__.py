"""Watched sources and the visits to them; no learner is known here."""
