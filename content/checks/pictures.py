"""Checks on what a text shows besides words: pictures, which are brought and described; HTML, which nobody shows."""

import re
from collections import Counter
from collections.abc import Iterator

from content.checks.draft import CheckedText, texts_in
from content.markdown import reader
from content.pictures.naming import ADDRESS, NAMED
from content.problems import N_, Problem

_PICTURE = re.compile(
    r"(?<!\\)!\[(?P<description>(?:\\.|[^\]\\])*+)(?P<leads>\](?:\(\s*+<?(?P<address>[^)>\s]*+)|\[[^\]]*+\]?))?"
)
"""With an address, or with a reference to one, as Markdown has them; what leads nowhere is passed over once, not sought
again from each of its signs."""
_ELEMENTS = (
    "a abbr audio b big blockquote br button center code dd del details div dl dt em embed figcaption figure font form "
    "h[1-6] hr i iframe img input ins kbd li link mark object ol p picture pre q s script section small source span "
    "strong style sub summary sup svg table tbody td th thead tr track u ul video"
)
_TAG = re.compile(rf"</?(?P<tag>{'|'.join(_ELEMENTS.split())})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_CODE = re.compile(r"`[^`\n]*`")
LONGEST_SHOWN = 60
"""Characters of an address in a sentence."""
NOT_OF_THE_HOUSE = N_(
    "« %(address)s » n'est pas une image de la maison, et ne s'afficherait pas : apportez l'image, puis "
    "copiez ici sa ligne, « ![description](picture:…) »."
)


def check_pictures(draft: CheckedText) -> Iterator[Problem]:
    """Yield a finding for each picture without a description, from elsewhere, or where a line of words stands."""
    if "![" not in draft.text:
        return
    for found in _PICTURE.finditer(draft.text):
        if not found["leads"]:
            continue
        line = draft.text.count("\n", 0, found.start()) + 1
        if not found["description"].strip():
            sentence = N_(
                "Cette image ne dit rien à qui ne la voit pas : décrivez-la entre les crochets, "
                "« ![description](picture:…) »."
            )
            yield draft.error(line, sentence)
        if not ADDRESS.fullmatch(found["address"] or ""):
            address = (found["address"] or found[0])[:LONGEST_SHOWN]
            yield draft.error(line, NOT_OF_THE_HOUSE, address=address)
    # Each text that shows a picture in a way in which nothing finds it named.
    for text in texts_in(draft.module):
        if "![" in text and Counter(_shown(text)) - Counter(NAMED.findall(text)):
            lines = [line for line in text.splitlines() if "![" in line]
            written = next((line for line in lines if not NAMED.search(line)), lines[0])
            yield draft.error(draft.below(1, written), NOT_OF_THE_HOUSE, address=written.strip()[:LONGEST_SHOWN])
    yield from _in_options(draft)


def _shown(text: str) -> Iterator[str]:
    """Yield the hashes of the pictures that a page shows of a text."""
    for token in reader().parse(text):
        for child in token.children or ():
            found = ADDRESS.fullmatch(str(child.attrs.get("src", ""))) if child.type == "image" else None
            if found:
                yield found["hash"]


def _in_options(draft: CheckedText) -> Iterator[Problem]:
    for question in draft.module.questions:
        for option in question.options:
            if "![" in option.text or "![" in option.match:
                sentence = N_("Une réponse est une ligne de mots : mettez l'image dans l'énoncé ou dans l'explication.")
                yield draft.error(draft.option(question, option), sentence)


def advise_on_html(draft: CheckedText) -> Iterator[Problem]:
    """Yield advice on each kind of HTML element, at its first line: it is shown as it is typed."""
    told: set[str] = set()
    for number, line in enumerate(draft.text.splitlines(), 1):
        for found in _TAG.finditer(_CODE.sub("", line)):
            if (tag := found["tag"].lower()) not in told:
                told.add(tag)
                sentence = N_(
                    "« <%(tag)s> » reste du texte : Boussole n'affiche pas de HTML. Écrivez-le en Markdown, ou donnez "
                    "un lien vers la page."
                )
                yield draft.advice(number, sentence, tag=tag)
