"""A module as Markdown text, read and written without loss."""
