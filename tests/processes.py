"""Processes of their own, forked from one that has loaded what they work with: they start at once."""

from functools import cache
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext


@cache
def own_processes() -> ForkServerContext:
    """Where processes come from that share nothing with the tests but the database."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.builders", "tests.watchers.mornings"])
    return context
