"""Off-line fits: from the log of answers to the learner model's parameters; knows neither people nor news."""
