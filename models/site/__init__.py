"""What stands above all nouns: home, the state and the figures of the whole house, the demonstration."""
