"""The pages of a learner: playing, reading, her week, her history, her reports."""
