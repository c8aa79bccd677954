"""Pure values that can be learned: modules, questions, skills and rules, read from text."""
