"""What trainers do with texts: publish, review, read again, change rules, measure; knows neither people nor news."""
