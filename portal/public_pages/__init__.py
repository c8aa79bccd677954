"""« Notre page »: what anybody reads, who keeps it, who approves it, its paper."""
