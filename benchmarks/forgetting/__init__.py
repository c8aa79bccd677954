"""One learner model and many ways to forget between two answers on a skill, weighed by held-out answers."""
