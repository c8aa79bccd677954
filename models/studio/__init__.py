"""What trainers do with texts: write, review, publish, read again, change rules, look at statistics."""
