"""Addresses are taken apart from the start, and put together once somebody asks: that was half of the start."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Build = Callable[..., tuple[str, str]]


class PatientRule(Rule):
    """A rule that compiles what builds its address with the first address that it builds."""

    def _compile_builder(self, append_unknown: bool = True) -> Build:
        built: list[Build] = []

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            if not built:
                built.append(super(PatientRule, self)._compile_builder(append_unknown))
            return built[0](rule, **values)

        return build
