"""Views of no noun, and what keeps the portal running: home, search, state, errors, server, set-up, upkeep."""
