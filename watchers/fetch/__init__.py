"""Fetching: the only package that reaches the network; guarded, polite, within limits, each failure named."""
