"""Hierarchical Bayesian knowledge tracing: pooled skills, shrunk easiness, running ability, forgetting by gaps.

All parameters are fitted at once, to the maximum of the posterior, by L-BFGS with the exact gradient. The model is the
one that models/learner.py lives, answer by answer.
"""
