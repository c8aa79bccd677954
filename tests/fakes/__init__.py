"""Parts of the outside world that behave badly, for tests."""
