"""What to do next, and why: candidates, their scores as named terms, the one that wins, and what would change that.

Pure: all that a choice depends on stands in the `Situation`; the same situation leads to the same step.
"""
