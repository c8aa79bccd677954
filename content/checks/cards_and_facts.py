"""Checks on cards (sources, length, pictures, how hard they are to read) and on how facts and rules were read."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from content.checks.checked_text import CheckedText, texts_in
from content.dialogue import card_words, play_minutes
from content.directory.entry import PACK_SERVICE, DirectoryEntry
from content.errors import N_, Problem, line_with
from content.module import Card
from content.pictures.picture_file import ADDRESS, NAMED
from content.readings import Reading, ReadingManner
from content.rules import Rule
from content.strings.late_patterns import LatePattern
from content.strings.markdown import reader
from content.strings.words import words_of

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
    """Yield a finding for each picture without alt text, from another site, or in a place for one line of text."""
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
    # Each text that shows a picture in a way that the search for picture names does not find.
    for text in texts_in(draft.module):
        if "![" in text and Counter(_shown_address(text)) - Counter(NAMED.findall(text)):
            lines = [line for line in text.splitlines() if "![" in line]
            written = next((line for line in lines if not NAMED.search(line)), lines[0])
            yield draft.error(draft.below(1, written), NOT_OF_THE_HOUSE, address=written.strip()[:LONGEST_SHOWN])
    yield from _in_options(draft)


def _shown_address(text: str) -> Iterator[str]:
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
    """Yield advice on each kind of HTML element, at its first line: HTML is shown as plain text."""
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


# ----------------------------------------------------------------------------------- how hard a text is to read, by LIX
#
# Björnsson, "Readability of newspapers in 11 languages", Reading Research Quarterly 18 (1983); it counts no
# syllables, which French spells too freely for a rule.


LONG_WORD = 7
"""Letters from which a word is long."""
_MARKUP = re.compile(r"[*_`]")
_SENTENCE_END = re.compile(r"(?<![.!?…:])[.!?…:]++(?=[\s»\"”)]|$)|\n[ \t]*\n|\n[ \t]*(?:[-*>]|[0-9]+[.)])[ \t]")


def without_markup(text: str) -> str:
    """Return a text without the signs of Markdown that nobody sees."""
    return _MARKUP.sub("", ADDRESS.sub("", text))


@dataclass(frozen=True, slots=True)
class Readability:
    """The words and sentences of a text."""

    words: int
    sentences: int
    long: tuple[str, ...]

    @property
    def lix(self) -> float:
        """Return words per sentence plus per cent of long words: 20 for very easy, 60 for very difficult."""
        return self.words / self.sentences + 100 * len(self.long) / self.words if self.words else 0.0


def readability_of(text: str) -> Readability:
    """Count a Markdown text; an item of a list is a sentence, and so is what stands before a colon."""
    sentences = [found for part in _SENTENCE_END.split(without_markup(text)) if (found := words_of(part))]
    pieces = [piece for sentence in sentences for word in sentence for piece in re.split("['’]", word)]
    return Readability(
        sum(map(len, sentences)), len(sentences), tuple(word for word in pieces if len(word) >= LONG_WORD)
    )


# ------------------------------------------------------------------------------------------- checks on a module's cards


FEWEST_MINUTES, MOST_MINUTES = 4, 6
"""Of one play."""
MOST_LIX = 50
"""A French newspaper has 55 (Björnsson 1983); the cards of our first nine modules have 26 to 42."""

_MONTH = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    "januari|februari|maart|april|mei|juni|juli|augustus|oktober|december|"
    "january|february|march|may|june|july|august|october"
)
_FACT = re.compile(
    r"\d{1,15}(?:[.,]\d{1,15})?[ \u00a0\u202f]?(?:%|pour cent|procent|per ?cent)"
    r"|\d[\d \u00a0\u202f.,]{0,30}(?:€|euros?\b|EUR\b)|€ ?\d[\d.,]*"
    rf"|\b\d{{1,2}}(?:er)? (?:{_MONTH})(?: \d{{4}})?"
    r"|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b"
    r"|\b(?:19|20)\d\d\b|\b\d{1,3}(?:[ \u00a0\u202f.]\d{3})+\b|\b\d{4,}\b",
    re.IGNORECASE,
)
"""A percentage, an amount, a date, a year, a figure above a thousand."""


def check_cards(draft: CheckedText) -> Iterator[Problem]:
    """Yield findings on each card, then on the length of a whole play."""
    for card in draft.module.cards:
        yield from _facts(draft, card)
        yield from _readability(draft, card)
    yield from _length(draft)


def _facts(draft: CheckedText, card: Card) -> Iterator[Problem]:
    if (found := _FACT.search(f"{card.title}\n{card.body}")) is None:
        return
    line, fact = draft.below(draft.card(card), found[0]), found[0].strip(" .,")
    if not draft.module.sources:
        sentence = N_("« %(fact)s » est un fait, et le module n'a pas de source : ajoutez-la à « sources ».")
        yield draft.advice(line, sentence, fact=fact)
    if draft.module.review_by is None:
        sentence = N_("« %(fact)s » peut changer, et le module n'a pas de date de relecture : ajoutez « review_by ».")
        yield draft.advice(line, sentence, fact=fact)


def _readability(draft: CheckedText, card: Card) -> Iterator[Problem]:
    found = readability_of(card.body)
    if draft.module.language == "fr" and found.lix > MOST_LIX:
        sentence = N_(
            "Cette carte est difficile à lire (indice LIX %(lix)d, %(most)d au plus ; %(words)d mots par phrase, "
            "%(share)d %% de mots longs) : coupez des phrases, remplacez par exemple %(examples)s."
        )
        yield draft.advice(
            draft.card(card),
            sentence,
            lix=round(found.lix),
            most=MOST_LIX,
            words=round(found.words / found.sentences),
            share=round(100 * len(found.long) / found.words),
            examples=", ".join(sorted(set(found.long), key=lambda word: (-len(word), word))[:3]),
        )


def _length(draft: CheckedText) -> Iterator[Problem]:
    module = draft.module
    minutes = play_minutes(module)
    told = {"minutes": f"{minutes:.1f}".replace(".", ","), "words": sum(map(card_words, module.cards))}
    if minutes > MOST_MINUTES and module.cards:
        sentence = N_(
            "Jouer ce module prend environ %(minutes)s minutes, dont %(words)s mots à lire ; le but est de 4 à 6 : "
            "raccourcissez cette carte, la plus longue."
        )
        yield draft.advice(draft.card(max(module.cards, key=card_words)), sentence, **told)
    elif minutes < FEWEST_MINUTES:
        sentence = N_(
            "Jouer ce module prend environ %(minutes)s minutes, dont %(words)s mots à lire ; le but est de 4 à 6 : "
            "étoffez les cartes ou ajoutez des questions."
        )
        yield draft.advice(draft.field("minutes"), sentence, **told)
    elif abs(minutes - module.minutes) > 1:
        sentence = N_("Jouer ce module prend environ %(minutes)s minutes, pas %(said)s : corrigez « minutes ».")
        yield draft.advice(draft.field("minutes"), sentence, minutes=told["minutes"], said=module.minutes)


# ------------------------------------------------------- checks on how the facts and rules of a pack were read (law 20)


NO_MANNER = N_(
    "%(count)s fois, rien ne dit comment on a lu : ajoutez « manner » (live, telephone, copy ou machine), %(ids)s."
)
AVOWED = N_(
    "« %(said)s » avoue une page ancienne, sans date ou non lue, sous « relu récemment » : dites « manner: copy »."
)
SHIPPED = N_("« %(service)s » n'a lu que des copies : dites « manner: copy », ou quel service a lu la page, %(ids)s.")
_BEFORE = 25
"""Letters by which two places that say the same are told apart."""
_AVOWALS = LatePattern(
    r"""
    \bsans\ date\b | \bzonder\ datum\b | \bcopies?\ conservée | \bbewaarde\ kopie | corona(?:virus|crisis) | \bcovid
    | \bn['’]a\ pas\ (?:pu\ être|été)\ lu | \bpas\ relue?s?\b | \b(?:kon(?:den)?|is|werd)\ niet\ gelezen
    | \banciennes?\ pages?\b | \boude\ pagina
    | \bà\ vérifier\b(?!\ auprès) | \bna\ te\ gaan\b(?!\ bij)
    | \b(?:article|page|texte|règle)\b[^.;]{0,25}\ plus\ de\ \w+\ ans | \bouder\ dan\ \w+\ jaar
    | (?:\blue?s?\ (?:en|dans|sur) | \bpage\b[^.;]{0,12}\ (?:de|du|d['’])
       | \bgelezen\ (?:in|op) | \bpagina\b[^.;]{0,12}\ van\b) [^.;]{0,60}?\b(?P<year>(?:19|20)\d\d)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def check_rule_readings(rules: Iterable[Rule], text: str, file: str) -> Iterator[Problem]:
    """Yield a finding for the rules without a manner of reading, and for each fresh one whose words admit to a copy."""
    every = [(rule.id, rule.manner, rule.reading, (rule.scope, *rule.name.values())) for rule in rules]
    yield from _check_reading(every, text, file)


def check_entry_readings(entry: DirectoryEntry, text: str, file: str) -> Iterator[Problem]:
    """Yield the same of the facts of an entry."""
    read = [(fact, fact.source) for fact in entry.all_facts if fact.source]
    every = [
        # A blank has no label.
        (fact.kind.value, source.manner, None if fact.blank else source.reading, (*fact.words.values(), source.quote))
        for fact, source in read
    ]
    yield from _check_reading(every, text, file)
    # No live page can be read where the pack is written (decisions/0037): a reader of one signs with another service.
    live = {ReadingManner.LIVE, ReadingManner.TELEPHONE}
    if fresh := [fact.kind.value for fact, one in read if one.service == PACK_SERVICE and one.manner in live]:
        yield Problem(file, 1, SHIPPED, {"service": PACK_SERVICE, "ids": ", ".join(dict.fromkeys(fresh))})


Read = tuple[str, ReadingManner | None, Reading | None, tuple[str, ...]]


def _check_reading(every: Iterable[Read], text: str, file: str) -> Iterator[Problem]:
    unsaid: list[str] = []
    for name, manner, read, words in every:
        if manner is None:
            unsaid.append(name)
        # The first words that admit to an old source under a fresh label; a page of the year of the reading is not old.
        found = chain.from_iterable(map(_AVOWALS.finditer, words)) if read else ()
        avowed = (one for one in found if read and (one["year"] is None or int(one["year"]) < read.on.year))
        if manner is not ReadingManner.COPY and (said := next(avowed, None)):
            # The line on which the words stand with those before them, else the first line on which they stand.
            before = said.string[: said.start()].rpartition("\n")[2][-_BEFORE:]
            lines = text.splitlines()
            sought = next((words for words in (before + said[0], said[0]) if any(words in one for one in lines)), "")
            yield Problem(file, line_with(text, sought), AVOWED, {"said": said[0]})
    if unsaid:
        yield Problem(file, 1, NO_MANNER, {"count": len(unsaid), "ids": ", ".join(dict.fromkeys(unsaid))})
