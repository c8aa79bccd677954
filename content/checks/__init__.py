"""What a readable module may still get wrong, by itself and beside the rest of its pack."""

from content.checks.references import check_references, check_unique_ids

__all__ = ["check_references", "check_unique_ids"]
