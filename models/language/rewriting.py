"""A summary in other words by a generative model, shown only if it invents no name and no number."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from content.strings.sentences import sentences
from models.language.detect import language_of

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

TOKEN = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?|[^\W\d_]+(?:[-’'][^\W\d_]+)*|[%€$]|[.!?…:«»\"“”,;()]")
ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|lorsqu|jusqu|puisqu)['’](?=\w)", re.IGNORECASE)
SEPARATORS = re.compile(r"(?<=\d)[.,\u00a0\u202f ](?=\d{3}(?!\d))")
SENTENCE_MARKS = frozenset('.!?…:«»"“”')

UNITS = {
    **dict.fromkeys(("%", "pourcent", "procent", "percent"), "%"),
    **dict.fromkeys(("€", "euro", "euros", "eur"), "€"),
    **dict.fromkeys(("million", "millions", "miljoen"), "million"),
    **dict.fromkeys(("milliard", "milliards", "miljard", "billion"), "milliard"),
    **dict.fromkeys(("jour", "jours", "dag", "dagen", "day", "days"), "jour"),
    **dict.fromkeys(("semaine", "semaines", "week", "weken", "weeks"), "semaine"),
    **dict.fromkeys(("mois", "maand", "maanden", "month", "months"), "mois"),
    **dict.fromkeys(("an", "ans", "année", "années", "jaar", "year", "years"), "an"),
    **dict.fromkeys(("heure", "heures", "uur", "hour", "hours"), "heure"),
}
"""What a number counts: the same number of something else is another number."""

_COUNTED = (
    "zéro deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente"
    " quarante cinquante soixante cent cents mille demi moitié tiers quart double triple dizaine douzaine quinzaine"
    " centaine millier twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien"
    " twintig dertig veertig vijftig zestig honderd duizend half helft derde kwart dubbele two three four five six"
    " seven eight nine ten eleven twelve twenty thirty forty fifty sixty hundred thousand half third quarter double"
    " dozen janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi"
    " mercredi jeudi vendredi samedi dimanche januari februari maart april mei juni juli augustus oktober maandag"
    " dinsdag woensdag donderdag vrijdag zaterdag zondag"
)
COUNTED = frozenset(_COUNTED.split())
"""Numbers, months and days in words."""

_OPENERS = (
    "le la les l un une des du de d au aux ce cet cette ces son sa ses leur leurs il elle ils elles on qui que dans"
    " en pour par sur avec sans sous selon après avant depuis dès mais et ou si quand lorsque comme ainsi chaque"
    " tous toutes plusieurs certains certaines aucun aucune à est sont de het een deze dit die dat zijn haar hun hij"
    " zij ze er men wie wat in op voor met zonder volgens na sinds vanaf maar en of als ook elke alle the a an this"
    " that these those his her its their he she it they who for with without under after before since from but and"
    " or if when also each all by"
)
OPENERS = frozenset(_OPENERS.split())
"""Words that may open a sentence of any text without naming anything."""


def invented(rewritten: str, source: str) -> tuple[str, ...]:
    """Return the names and numbers of a rewritten text that its source lacks, in order.

    Strict on purpose: a name counts as known only if all of it stands together in the source (two surnames exchanged
    are an invention), a number only with what it counts. It says nothing of a negation that was lost.
    """
    said, given = _tokens(rewritten), _tokens(source)
    found = [*_names_not_in(said, given)]
    known = set(_numbers(given))
    bare = {number for number, _ in known}
    for number, unit in _numbers(said):
        if (number, unit) not in known and (unit or number not in bare):
            found.append(f"{number} {unit}".strip())
    words = {token.casefold() for token in given}
    for part in (part for token in said for part in token.casefold().split("-")):
        if part in COUNTED and part not in words and not any(part in other.split("-") for other in words):
            found.append(part)
    return tuple(dict.fromkeys(found))


def _tokens(text: str) -> list[str]:
    return [ELIDED.sub("", token).replace("’", "'") for token in TOKEN.findall(text)]


def _names_not_in(said: Sequence[str], given: Sequence[str]) -> Iterator[str]:
    words = [word for word in given if word[0].isalpha()]
    known = f" {' '.join(words)} "
    in_any_case = frozenset(word.casefold() for word in words)
    for name, opens in _names(said):
        if opens and len(name) == 1 and name[0].casefold() in in_any_case:
            continue
        together = " ".join(name)
        if f" {together} " not in known and f" {together.upper()} " not in known:
            yield together


def _names(tokens: Sequence[str]) -> Iterator[tuple[list[str], bool]]:
    """Yield runs of capitalised words, and whether each opens a sentence; what may open any sentence is no name."""
    run: list[str] = []
    opens = False
    before = "."
    for token in [*tokens, "."]:
        if token[:1].isalpha() and any(letter.isupper() for letter in token):
            starts = before in SENTENCE_MARKS
            if not (starts and token.casefold() in OPENERS):
                opens = opens if run else starts
                run.append(token)
        elif run:
            yield run, opens
            run = []
        before = token


def _numbers(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each number without its separators of thousands, and what it counts where that is known."""
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        if token[0].isdigit():
            yield SEPARATORS.sub("", token).replace(",", "."), UNITS.get(following.casefold(), "")


# ------------------------------------------------------ A summary in other words, by a generative model of this machine
#
# What it writes is shown only if every name and number of it stands in the source.


MOST_TOKENS_READ = 1024
MOST_TOKENS_WRITTEN = 120
MOST_BYTES = 4 * 1024**3
"""Of weights: what a model of more parameters would take is not this machine's to give."""
MOST_WORDS = 80
FEWEST_WORDS = 8
FILES = ["*.json", "*.safetensors", "*.model", "*.txt", "*.jinja"]
ASKED = {
    "fr": "Résumez ce texte en deux phrases, sans rien ajouter.\n\n{title}\n\n{text}\n\nRésumé :",
    "nl": "Vat deze tekst samen in twee zinnen, zonder iets toe te voegen.\n\n{title}\n\n{text}\n\nSamenvatting:",
    "en": "Sum up this text in two sentences and add nothing.\n\n{title}\n\n{text}\n\nSummary:",
}
PINNED = re.compile(r"(?P<name>[\w.-]+/[\w.-]+)@(?P<revision>[0-9a-f]{40})")
"""An id of the hub with the commit to take."""

_turn = Lock()


class SummariserUnusable(ValueError):
    """The model that SUMMARISER names is not there, or is too large."""


def rewritten(text: str, title: str, language: str | None, summariser: str | None) -> str | None:
    """Return the text in other words; None without a model, in another language, or when it cannot be shown.

    It cannot when it has a name or a number that neither text nor title has, changes language, or says next to
    nothing. Raises SummariserUnusable.
    """
    if summariser is None or language not in ASKED:
        return None
    with _turn:
        written = _written(summariser, ASKED[language].format(title=title, text=text), text)
    return showable(written, f"{title}\n{text}", language)


def showable(written: str, source: str, language: str) -> str | None:
    """Return the whole sentences of what was written, if they may be shown: see `rewritten`."""
    kept: list[str] = []
    for span in sentences(" ".join(written.split()), language):
        sentence = " ".join(written.split())[span.start : span.end]
        # A sentence cut off by the limit of tokens could say the opposite of its source.
        if not sentence.endswith((".", "!", "»", '"', "”")) or len(" ".join([*kept, sentence]).split()) > MOST_WORDS:
            break
        kept.append(sentence)
    told = " ".join(kept)
    sound = len(told.split()) >= FEWEST_WORDS and language_of(told) == language and not invented(told, source)
    return told if sound else None


def _written(summariser: str, asked: str, text: str) -> str:
    """Return what the model writes: an encoder-decoder reads the text, any other is asked in words."""
    import torch

    tokenizer, model = _loaded(summariser)
    reads = bool(model.config.is_encoder_decoder)
    # The tokens that fit in the model.
    room = int(getattr(model.config, "max_position_embeddings", None) or MOST_TOKENS_READ + MOST_TOKENS_WRITTEN)
    if not reads and getattr(tokenizer, "chat_template", None):
        turns = [{"role": "user", "content": asked}]
        asked = str(tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True))
    tokens = tokenizer(
        text if reads else asked,
        truncation=True,
        max_length=min(MOST_TOKENS_READ, room - (0 if reads else MOST_TOKENS_WRITTEN)),
        return_tensors="pt",
        return_token_type_ids=False,
    )
    with torch.inference_mode():
        generator: Any = model
        # No sampling: the same text is always told in the same words.
        found = generator.generate(**tokens, max_new_tokens=MOST_TOKENS_WRITTEN, do_sample=False, num_beams=1)
    start = 0 if reads else tokens["input_ids"].shape[1]
    return str(tokenizer.decode(found[0][start:], skip_special_tokens=True))


@lru_cache(maxsize=1)
def _loaded(summariser: str) -> "tuple[PreTrainedTokenizerBase, PreTrainedModel]":
    folder = _folder(summariser)
    size = sum(file.stat().st_size for file in folder.glob("*.safetensors"))
    if not size or not (folder / "config.json").is_file():
        raise SummariserUnusable(f"SUMMARISER={summariser} : aucun modèle dans {folder}")
    if size > MOST_BYTES:
        raise SummariserUnusable(f"SUMMARISER={summariser} : {size >> 20} Mio de poids, plus que {MOST_BYTES >> 20}")
    from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer

    # trust_remote_code stays off, and safetensors only: a model is numbers, and must not be a program.
    config = AutoConfig.from_pretrained(folder, local_files_only=True)
    kind = AutoModelForSeq2SeqLM if config.is_encoder_decoder else AutoModelForCausalLM
    model = kind.from_pretrained(folder, local_files_only=True, use_safetensors=True)
    return AutoTokenizer.from_pretrained(folder, local_files_only=True), model.eval()


def _folder(summariser: str) -> Path:
    """Return the model's folder; one of the hub is fetched once, at the commit named, without any code."""
    pinned = PINNED.fullmatch(summariser)
    if pinned is None:
        return Path(summariser)
    from huggingface_hub import snapshot_download

    try:
        # Allowed patterns leave out *.py and pickled weights.
        return Path(snapshot_download(pinned["name"], revision=pinned["revision"], allow_patterns=FILES))
    except Exception as error:  # whatever goes wrong between here and the hub
        raise SummariserUnusable(f"SUMMARISER={summariser} : {error}") from error
