"""What trainers do with what is published: publish, review, read again, change rules, look at figures."""
