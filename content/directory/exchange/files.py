"""Files that people send, by what they begin with: a workbook, or a CSV."""

from content.directory.exchange.tables import LARGEST_FILE, TOO_LARGE, TextTable, decoded, read_csv
from content.exchange.archive import is_zip
from content.problems import refused


def read_tables(data: bytes, file: str) -> tuple[TextTable, ...]:
    """Return the sheets of a workbook, or the one of a CSV; raises BrokenText."""
    if len(data) > LARGEST_FILE:
        raise refused(file, TOO_LARGE, most=LARGEST_FILE // 1_000_000)
    if is_zip(data):
        from content.directory.exchange.workbook import read_workbook  # its parser comes with the first workbook

        return read_workbook(data, file)
    return (read_csv(decoded(data, file), file),)
