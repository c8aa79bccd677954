"""Benchmarks of the statistics of questions: whether bad ones are found, and figures right and quick."""
