"""Whether a need says a word of the cards that answer it: those that say none are found by their meaning alone."""

from collections.abc import Iterable

from content.strings.words import fold, written_words

STEM = 5
"""Letters that begin the same: rather too many needs are said to share a word than too few."""
_LITTLE_WORDS = """
ai au aux avec ca ce ces cet cette comment dans de des dit du elle elles en est et faire fait il ils je la le les
leur lui ma mais me mes moi mon ne ni nos notre nous on ont ou par pas plus pour que quel quelle qui quoi sa sans
se ses si son sont sur ta te tes ton tout tous toute trop tu un une veut vers vos votre vous quand depuis
aan al als bij dat de der die dit een en er ge geen haar had heb hebt heeft hem het hij hoe hun ik in is ja je kan
komt kunnen maar me meer met mij mijn naar na niet niets nog nooit nu of om ons onze op over te tot uit uw van
veel voor wat we wel wie wil worden wordt zal ze zegt zich zijn zo zou zonder
all an and are as at be by can did do does for from get had has have he her him his how in into is it its me my no
not of on one or she so still than that the their them they this to too up was we what when who will with you
"""
SAYING_NOTHING = frozenset(_LITTLE_WORDS.split())


def shares_a_word(need: str, texts: Iterable[str]) -> bool:
    """Return whether one of these texts holds a word of the need, or one that begins as it does."""
    said = {word for text in texts for word in _telling(text)}
    return any(_same(mine, theirs) for mine in _telling(need) for theirs in said)


def _telling(text: str) -> set[str]:
    return {word for word in map(fold, written_words(text)) if len(word) > 1 and word not in SAYING_NOTHING}


def _same(one: str, other: str) -> bool:
    letters = min(STEM, len(one), len(other))
    return one == other or (letters >= STEM - 1 and one[:letters] == other[:letters])
