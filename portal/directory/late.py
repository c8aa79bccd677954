"""The pages of the directory that few people open: their files are loaded when one of them is first asked for."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from portal.directory.blueprint import blueprint as blueprint

PAGES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "importing": (
        ("GET", "/imports", "imports"),
        ("POST", "/imports", "bring"),
        ("GET", "/imports/<int:upload_id>", "upload"),
        ("POST", "/imports/<int:upload_id>/forget", "forget_upload"),
    ),
    "import_decisions": (
        ("POST", "/imports/<int:upload_id>/columns", "name_columns"),
        ("POST", "/imports/<int:upload_id>/terms", "note_terms"),
        ("POST", "/imports/<int:upload_id>/accept", "accept_entries"),
        ("POST", "/imports/<int:upload_id>/refuse", "refuse_entries"),
        ("POST", "/imports/<int:upload_id>/stop", "stop_import"),
    ),
    "exporting": (
        ("GET", "/export", "export"),
        ("GET", "/export/<name>", "export_file"),
    ),
    "licences": (
        ("GET", "/licences", "licences"),
        ("POST", "/licences", "note_licence"),
    ),
    "workshop": (
        ("GET", "/workshop", "workshop"),
        ("POST", "/workshop/entries", "create_entry"),
        ("POST", "/workshop/<entry_id>/retire", "retire_entry"),
    ),
    "to_check": (
        ("GET", "/to-check", "to_check"),
        ("POST", "/to-check", "reread"),
    ),
    "tools": (
        ("GET", "/tools/<entry_id>", "tool"),
        ("POST", "/tools/<entry_id>/tests", "test_tool"),
        ("POST", "/tools/<entry_id>/opinion", "say_of_tool"),
        ("POST", "/tools/<entry_id>/reply", "keep_reply"),
        ("POST", "/tools/<entry_id>/protection", "keep_line"),
    ),
}
"""By file of views: method, rule, and the view, which is the endpoint too."""


def _late(file: str, view: str) -> Callable[..., Any]:
    def load_and_show(**values: Any) -> Any:
        return getattr(import_module(f"portal.directory.{file}"), view)(**values)

    return load_and_show


for _file, _pages in PAGES.items():
    for _method, _rule, _view in _pages:
        blueprint.add_url_rule(_rule, _view, _late(_file, _view), methods=[_method])
