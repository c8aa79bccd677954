"""Rivals of the learner model: each learns from some learners and foresees the answers of others."""
