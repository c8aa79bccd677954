"""The learning feed: which stories somebody sees, in which order, and what each carries to learn; knows no mail."""
