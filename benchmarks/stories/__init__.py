"""A benchmark of stories: whether articles of several sources and languages become those that they should."""
