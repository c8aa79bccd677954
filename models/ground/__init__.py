"""What every room stands on (database, settings, words, days, links, work that is due); knows no noun."""
