"""Rule changes in the trainers' workshop: proposed from a story, decided by a second person, their texts, undone."""

from portal.rule_changes import deciding, proposing, telling, texts
from portal.rule_changes.blueprint import blueprint

__all__ = ["blueprint", "deciding", "proposing", "telling", "texts"]
