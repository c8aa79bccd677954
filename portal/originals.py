"""Where a sentence stands on the page that it was taken from. Pure."""

from urllib.parse import quote, urldefrag

BEGIN, END = 6, 4
"""How many words name the beginning of a long sentence, and how many its end."""
FROM_HERE_FOR_THE_BROWSER = ":~:"


def at_sentence(address: str, sentence: str) -> str:
    """The address of a page, opened where it says this sentence: a text fragment.

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
    """Percent-encoded; a hyphen, which marks what stands before and after, too."""
    return quote(" ".join(words), safe="").replace("-", "%2D")
