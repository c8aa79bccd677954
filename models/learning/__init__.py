"""One learner: what is proposed to her, what she plays, answers and reports, her week. No account is known here."""
