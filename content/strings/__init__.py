"""What is done with words of any text: folded, found by patterns, parted into sentences, shown, put in tables."""
