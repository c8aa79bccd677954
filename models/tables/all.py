"""Imports every file of tables, for what makes or compares them all."""

from importlib import import_module
from pkgutil import iter_modules

from models import tables

for file in iter_modules(tables.__path__):
    import_module(f"{tables.__name__}.{file.name}")
