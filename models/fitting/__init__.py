"""From the log of answers to the parameters of the learner model, off line."""
