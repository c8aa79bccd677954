"""What a text says: its language, its sentences, a summary, and vectors to compare it with others.

The only room that knows transformers: torch comes with the first text that is encoded. Each part is imported by its own
name, so that a page which needs one does not wait for the others.
"""
