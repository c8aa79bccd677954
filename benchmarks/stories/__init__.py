"""Whether articles of several sources and languages become the stories that they should."""
