"""Plain letters: composed of what is verified, taken along on paper, corrected on their own page."""
