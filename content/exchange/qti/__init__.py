"""QTI of 1EdTech: every kind of question goes out as items of 2.1 or 3.0; choices of 1.2, 2.x and 3.0 come in."""

from content.exchange.qti.dialect import Version
from content.exchange.qti.reading import read_qti
from content.exchange.qti.writing import write_qti

__all__ = ["Version", "read_qti", "write_qti"]
