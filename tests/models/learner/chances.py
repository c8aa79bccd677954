"""Odds and probabilities."""


def odds(probability: float) -> float:
    return probability / (1 - probability)
