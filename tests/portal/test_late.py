"""Pages whose files are loaded late: each has its view, and no view of such a file is left without a page."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from types import ModuleType

from portal.late import PAGES


def views(file: ModuleType) -> set[str]:
    """What a file has guarded itself, so means to show somebody (`portal.access` wraps it)."""
    own = {name: one for name, one in vars(file).items() if getattr(one, "__module__", "") == file.__name__}
    return {name for name, one in own.items() if hasattr(one, "__wrapped__")}


def breaches(pages: Mapping[str, str]) -> Iterator[str]:
    for name, told in pages.items():
        file = import_module(name)
        listed = {page.rpartition(".")[2] for page in told.strip().splitlines()}
        yield from (f"{name}: no {view}" for view in sorted(listed) if not callable(getattr(file, view, None)))
        yield from (f"{name}: no page shows {view}" for view in sorted(views(file) - listed))


def test_each_page_has_its_view_and_each_view_its_page() -> None:
    assert list(breaches(PAGES)) == []
