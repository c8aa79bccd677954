"""A summary in other words, by a generative model of this machine: opt-in, shown beside the sentences, never instead.

What it writes is shown only if every name and number of it stands in the source.
"""

import re
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from content.strings.sentences import sentences
from models.language.detect import language_of
from models.language.invented import invented

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

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
