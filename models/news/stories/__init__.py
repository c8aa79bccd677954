"""Stories and the articles that tell them; no learner is known here."""
