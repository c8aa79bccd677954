"""A house of five thousand under load, on two portals, two workers and one PostgreSQL: `python -m benchmarks.load`.

Nobody has used Boussole yet: what a day looks like is assumed, in `day.py`, each assumption with what it comes from.
"""
