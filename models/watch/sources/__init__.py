"""Watched sites: whose they are, what they are, and how much of their texts may be shown."""
