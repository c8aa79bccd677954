"""Checks on a readable module, by itself and beside the rest of its pack.

An error keeps a module from being published, advice does not. That every option has its feedback, a question its key
and a kind what it asks for, is told by content.text already: such a text cannot be read.
"""
