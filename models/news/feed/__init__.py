"""The stories that a learner reads, in the order in which they teach most."""
