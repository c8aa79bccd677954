"""One page that holds everything it needs: what the set in force foresees, what was observed, and what looks wrong."""
