"""A module as Markdown text, read and written without loss; edits, translations and differences of texts."""
