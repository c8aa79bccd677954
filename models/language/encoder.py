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
MOST_PADDED = 1.5
"""How many times as long as the shortest the longest text of a batch may be: padding costs as much as words."""
BATCH = 32

_turn = Lock()


class EncoderMissing(FileNotFoundError):
    """No sentence encoder stands in the folder that was named."""

    def __init__(self, folder: Path) -> None:
        # What it is made of, so that it can be pickled: it comes from another process.
        super().__init__(folder)
        self.folder = folder

    def __str__(self) -> str:
        return (
            f"aucun encodeur de phrases dans {self.folder} : lancez `python -m models.language prepare`, "
            "ou donnez dans ENCODER un dossier qui en contient un"
        )


@dataclass(frozen=True)
class Encoder:
    """The encoder of one folder, loaded at the first text and shared by the whole process; `threads` of the processor.

    Threads take turns: the tokenizer cannot be used by two at once, and a second batch would only fight for the same
    cores.
    """

    folder: Path
    threads: int = 1

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

        A text is read up to its 128th token: ties lose with fewer. Texts of like length share a batch, which spares
        padding. Source: Wang et al., "Multilingual E5 Text Embeddings", 2024 (prefix, mean pooling). Raises
        EncoderMissing.
        """
        if not texts:
            return []
        with _turn:
            tokenizer, model = _loaded(self.folder, self.threads)
            tokens = tokenizer(
                [PREFIX + text for text in texts],
                truncation=True,
                max_length=MOST_TOKENS,
                return_token_type_ids=False,
                return_attention_mask=False,
            )["input_ids"]
            by_length = sorted(range(len(texts)), key=lambda place: len(tokens[place]))
            vectors = list(_vectors(model, [tokens[place] for place in by_length]))
        return [vector for _, vector in sorted(zip(by_length, vectors, strict=True))]


@cache
def _loaded(folder: Path, threads: int) -> "tuple[PreTrainedTokenizerBase, PreTrainedModel]":
    if not (folder / "config.json").is_file():
        raise EncoderMissing(folder)
    import torch
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(threads)
    # Never the hub at run time: a folder that lacks a file fails instead of reaching out.
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModel.from_pretrained(folder, local_files_only=True, add_pooling_layer=False, dtype="auto")
    # The table of words stays as it lies in the file, which is read where a word is met. All else is computed with.
    words = model.get_input_embeddings().weight
    for weights in model.parameters():
        if weights is not words:
            weights.data = weights.data.float()
    return tokenizer, model.eval()


def _vectors(model: "PreTrainedModel", texts: Sequence[Sequence[int]]) -> Iterator[list[float]]:
    """Yield the vectors of texts that are tokens, the shortest first."""
    import torch
    from torch.nn.utils.rnn import pad_sequence

    padding = model.config.pad_token_id or 0
    for batch in _batches(texts):
        tokens = pad_sequence([torch.tensor(text) for text in batch], batch_first=True, padding_value=padding)
        lengths = torch.tensor([[len(text)] for text in batch])
        mask = (torch.arange(tokens.shape[1]) < lengths).long()
        with torch.inference_mode():
            hidden = model(input_ids=tokens, attention_mask=mask).last_hidden_state
            # Padding has vectors too: they must not enter the mean.
            means = (hidden * mask.unsqueeze(-1)).sum(dim=1) / lengths
            yield from torch.nn.functional.normalize(means, dim=1).tolist()


def _batches(texts: Sequence[Sequence[int]]) -> Iterator[Sequence[Sequence[int]]]:
    """Cut texts, the shortest first, into batches whose longest is not much longer than their shortest."""
    start = 0
    for end in range(1, len(texts) + 1):
        full = end == len(texts) or end - start == BATCH
        if full or len(texts[end]) > MOST_PADDED * len(texts[start]):
            yield texts[start:end]
            start = end
