"""What a text says (language, sentences, summary, vectors); alone imports transformers, knows no table.

The only room that knows transformers: torch comes with the first text that is encoded. Each part is imported by its own
name, so that a page which needs one does not wait for the others.
"""
