"""Reading of feeds: bytes in, entries out. Pure."""
