"""The topic gate of whole newsrooms, measured."""
