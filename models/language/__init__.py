"""What a text says: its language, its sentences, a summary, and vectors to compare it with others.

The only room that knows transformers. Importing it loads no library: torch comes with the first text that is encoded.
"""

from models.language.detect import language_of
from models.language.encoder import Encoder, EncoderMissing
from models.language.relative import relative_dates
from models.language.rewriting import rewritten
from models.language.sentences import Span
from models.language.summary import Summary, summarise
from models.language.vectors import nearest, similarity

__all__ = [
    "Encoder",
    "EncoderMissing",
    "Span",
    "Summary",
    "language_of",
    "nearest",
    "relative_dates",
    "rewritten",
    "similarity",
    "summarise",
]
