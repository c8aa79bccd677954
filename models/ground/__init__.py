"""What every room stands on, and what knows no noun: database, settings, words, days, links, work that is due."""
