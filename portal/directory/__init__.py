"""Views of the directory: entries found, read and printed, tools, imports, exports, and what trainers check."""
