"""The outside as it is kept: watched sources, visits, stories; knows nothing of what learners answer."""
