"""Addresses that open a page at the sentence taken from it. Pure."""

from urllib.parse import quote, urldefrag

BEGIN, END = 6, 4
"""How many words name the beginning of a long sentence, and how many its end."""
FROM_HERE_FOR_THE_BROWSER = ":~:"


def at_sentence(address: str, sentence: str) -> str:
    """Return the address of a page, opened where it says this sentence: a text fragment.

    A browser that knows none, or does not find the words, opens the page at its beginning.
    https://wicg.github.io/scroll-to-text-fragment/
    """
    words = sentence.split()
    if not words:
        return address
    page, anchor = urldefrag(address)
    anchor, _, _ = anchor.partition(FROM_HERE_FOR_THE_BROWSER)
    ends = [words] if len(words) <= BEGIN + END else [words[:BEGIN], words[-END:]]
    return f"{page}#{anchor}{FROM_HERE_FOR_THE_BROWSER}text={','.join(map(_written, ends))}"


def _written(words: list[str]) -> str:
    """Percent-encode a text; the hyphen too, which separates the parts of a text fragment."""
    return quote(" ".join(words), safe="").replace("-", "%2D")
