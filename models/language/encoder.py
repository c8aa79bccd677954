"""Sentences as vectors: a BERT-like encoder run by transformers, on this machine, without any network."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

# E5 was trained with it: without it similarities shift (Wang et al. 2024).
PREFIX = "query: "
MOST_TOKENS = 128
BATCH = 32
# More threads than cores fight for them, and the house is measured on two.
THREADS = 2

_turn = Lock()


class EncoderMissing(FileNotFoundError):
    """No sentence encoder stands in the folder that was named."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"aucun encodeur de phrases dans {folder} : lancez `python -m models.language prepare`, "
            "ou donnez dans ENCODER un dossier qui en contient un"
        )


@dataclass(frozen=True)
class Encoder:
    """The encoder of one folder, loaded at the first text and shared by the whole process.

    Threads take turns: the tokenizer cannot be used by two at once, and a second batch would only fight for the same
    cores.
    """

    folder: Path

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits of the weights: vectors may be compared only under the same version.

        Raises EncoderMissing.
        """
        try:
            with open(self.folder / "model.safetensors", "rb") as weights:
                return hashlib.file_digest(weights, "sha256").hexdigest()[:12]
        except FileNotFoundError:
            raise EncoderMissing(self.folder) from None

    def encode(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one vector of length 1 for each text, in the same order; 384 numbers with the default encoder.

        A text is read up to its 128th token. Texts of like length share a batch, which spares padding. Source: Wang et
        al., "Multilingual E5 Text Embeddings", 2024 (prefix, mean pooling). Raises EncoderMissing.
        """
        if not texts:
            return []
        with _turn:
            tokenizer, model = _loaded(self.folder)
            by_length = sorted(range(len(texts)), key=lambda place: len(texts[place]))
            vectors = list(_vectors(tokenizer, model, [PREFIX + texts[place] for place in by_length]))
        return [vector for _, vector in sorted(zip(by_length, vectors, strict=True))]


@cache
def _loaded(folder: Path) -> "tuple[PreTrainedTokenizerBase, PreTrainedModel]":
    if not (folder / "config.json").is_file():
        raise EncoderMissing(folder)
    import torch
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(THREADS)
    # Never the hub at run time: a folder that lacks a file fails instead of reaching out.
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModel.from_pretrained(folder, local_files_only=True, add_pooling_layer=False, dtype=torch.float32)
    return tokenizer, model.eval()


def _vectors(
    tokenizer: "PreTrainedTokenizerBase", model: "PreTrainedModel", texts: Sequence[str]
) -> Iterator[list[float]]:
    import torch

    for start in range(0, len(texts), BATCH):
        tokens = tokenizer(
            texts[start : start + BATCH],
            padding=True,
            truncation=True,
            max_length=MOST_TOKENS,
            return_token_type_ids=False,
            return_tensors="pt",
        )
        with torch.inference_mode():
            hidden = model(**tokens).last_hidden_state
            # Padding has vectors too: they must not enter the mean.
            mask = tokens["attention_mask"].unsqueeze(-1)
            means = (hidden * mask).sum(dim=1) / mask.sum(dim=1)
            yield from torch.nn.functional.normalize(means, dim=1).tolist()
