"""The choice of the next step, and why: candidates, scores as named terms, the winner; knows only the learner model.

Pure: all that a choice depends on stands in the `Situation`; the same situation leads to the same step.
"""
