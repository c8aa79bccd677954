"""Whoever needs every table, to make or to compare them, imports this file: it imports all files beside it."""

from importlib import import_module
from pkgutil import iter_modules

from models import tables

for file in iter_modules(tables.__path__):
    import_module(f"{tables.__name__}.{file.name}")
