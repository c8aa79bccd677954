"""Fetching: the only place that reaches the network. Guarded, polite, within limits; every failure has a name."""
