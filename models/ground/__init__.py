"""What every room stands on: database, settings, words, days, jobs that are due; it knows no noun."""
