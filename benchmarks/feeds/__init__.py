"""The choice of the reader of feeds: what each makes of the same files, and what it takes."""
