"""Boussole beside the systems whose work it shares: Anki, Kolibri and reader, each in an environment of its own."""
