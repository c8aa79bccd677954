"""The pages of whoever learns: playing, reading, her week, her history, her reports."""
