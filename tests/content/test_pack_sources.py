"""`python -m content sources`: what our pack rests on, told from its own texts."""

import re
import subprocess
import sys

import pytest

from content.pack import PACKS, read_parts
from tests.laws.test_environment import ROOT


@pytest.mark.nightly
def test_every_page_that_the_pack_names_is_told_with_what_rests_on_it() -> None:
    command = [sys.executable, "-m", "content", "sources"]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    rows = re.findall(r"^\| `([\w-]+)`(?: \(\w\w\))? \| .* \| <(.+)> \| .+ \|$", told, re.MULTILINE)
    parts = read_parts(PACKS / "conseil-emploi")
    named = {(rule.id, rule.address) for rule in parts.rules.values()}
    modules = [module for module, _, _ in (*parts.modules, *parts.translated)]
    named |= {(module.id, source.url) for module in modules for source in module.sources if source.url}
    facts = [(entry, fact) for entry, _, _ in parts.directory for fact in entry.all_facts]
    named |= {(entry.id, fact.source.address) for entry, fact in facts if fact.source}
    assert {*rows} == named
    assert len(named) > 100
