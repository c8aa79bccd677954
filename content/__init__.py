"""What can be learned: modules, questions, skills and rules, as immutable values read from text."""
