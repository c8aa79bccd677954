from concurrent.futures import ThreadPoolExecutor
from math import hypot
from pathlib import Path

import pytest

from models.language.encoder import BATCH, Encoder, EncoderMissing, _batches
from models.language.vectors import similarity

FRENCH = "Comment s'inscrire comme demandeur d'emploi ?"
DUTCH = "Hoe schrijf je je in als werkzoekende?"
ENGLISH = "How do you register as a job seeker?"
UNRELATED = ["Le lynx revient dans les Ardennes.", "De trein naar Oostende rijdt niet.", "The cake is baked."]


def test_a_question_is_nearer_to_its_translations_than_to_anything_unrelated(encoder: Encoder) -> None:
    french, dutch, english, *unrelated = encoder.encode([FRENCH, DUTCH, ENGLISH, *UNRELATED])
    translated = min(similarity(french, dutch), similarity(french, english), similarity(dutch, english))
    strange = max(similarity(vector, other) for vector in (french, dutch, english) for other in unrelated)
    assert translated > strange + 0.02


def test_vectors_have_length_one_and_keep_the_order_of_their_texts(encoder: Encoder) -> None:
    texts = [f"Il forme. {'Il aide. ' * (place % 3)}{place}" for place in range(BATCH + 1)]
    together = encoder.encode(texts)
    assert {len(vector) for vector in together} == {384}
    assert [hypot(*vector) for vector in together] == pytest.approx([1] * len(texts), abs=1e-5)
    for place in (0, 2, BATCH):
        assert similarity(together[place], encoder.encode([texts[place]])[0]) == pytest.approx(1, abs=1e-4)


def test_an_empty_text_has_a_vector_and_no_text_has_none(encoder: Encoder) -> None:
    assert len(encoder.encode(["", "a" * 5000])) == 2
    assert encoder.encode([]) == []


@pytest.mark.nightly
def test_threads_that_encode_at_once_get_each_their_own(encoder: Encoder) -> None:
    batches = [[f"{text} {place}" for text in UNRELATED[: 1 + place % 3]] for place in range(4)]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(encoder.encode, batches))
    for batch, vectors in zip(batches, found, strict=True):
        assert [similarity(*pair) for pair in zip(vectors, encoder.encode(batch), strict=True)] == pytest.approx(
            [1] * len(batch), abs=1e-4
        )


def test_texts_of_very_unlike_length_are_not_padded_together() -> None:
    texts = [[1] * length for length in (3, 4, 4, 5, 20, 128, *[200] * (BATCH + 1))]
    assert [len(batch) for batch in _batches(texts)] == [3, 1, 1, 1, BATCH, 1]


@pytest.mark.nightly
@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_another_encoder_may_be_kept_in_two_bytes_or_four(tmp_path: Path, dtype: str) -> None:
    import torch
    from tokenizers import Tokenizer, models
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    words = Tokenizer(models.WordLevel({"<pad>": 0, "<unk>": 1}, unk_token="<unk>"))
    PreTrainedTokenizerFast(tokenizer_object=words, pad_token="<pad>", unk_token="<unk>").save_pretrained(tmp_path)
    sizes = {"hidden_size": 8, "intermediate_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2}
    BertModel(BertConfig(vocab_size=2, **sizes)).to(getattr(torch, dtype)).save_pretrained(tmp_path)
    (vector,) = Encoder(tmp_path).encode(["bonjour"])
    assert (len(vector), hypot(*vector)) == (8, pytest.approx(1, abs=1e-5))


def test_the_version_follows_the_weights(encoder: Encoder, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"others")
    assert len(encoder.version) == 12
    assert Encoder(encoder.folder).version == encoder.version != Encoder(tmp_path).version


def test_a_missing_encoder_is_named_with_its_remedy(tmp_path: Path) -> None:
    missing = Encoder(tmp_path / "nowhere")
    with pytest.raises(EncoderMissing, match=r"nowhere : lancez `python -m models\.language prepare`"):
        missing.encode(["bonjour"])
    with pytest.raises(EncoderMissing):
        _ = missing.version
