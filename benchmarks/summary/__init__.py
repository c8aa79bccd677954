"""Our summary of French news against those that people wrote, and what the ranker learns from."""
