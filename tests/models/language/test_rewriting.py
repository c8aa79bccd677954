"""The opt-in model that says a text again: a tiny one, made here with random weights, from its folder."""

from pathlib import Path

import pytest

from models.ground.environment import BadSetting
from models.ground.settings import Settings
from models.language.rewriting import SummariserUnusable, rewritten, showable

SOURCE = """Le Forem ouvre trois cents places de formation à Charleroi pour les soudeurs.
Les cours commencent en mars et les candidats s'inscrivent dans chaque maison de l'emploi."""


def settings(instance: Path, summariser: Path | str | None) -> Settings:
    environment = {"INSTANCE": str(instance)} | ({"SUMMARISER": str(summariser)} if summariser else {})
    return Settings.from_environment(environment)


@pytest.fixture(scope="session", params=["asked", "reads"])
def tiny(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that is asked in words (Llama), and one that reads the text (T5): a few thousand random weights."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import (
        LlamaConfig,
        LlamaForCausalLM,
        PreTrainedTokenizerFast,
        T5Config,
        T5ForConditionalGeneration,
    )

    folder = tmp_path_factory.mktemp("summariser")
    words = ["<pad>", "</s>", "<unk>", *sorted(set(SOURCE.split()))]
    tokenizer = Tokenizer(models.WordLevel({word: place for place, word in enumerate(words)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    special = {"pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special).save_pretrained(folder)
    torch.manual_seed(0)
    ends = {"pad_token_id": 0, "eos_token_id": 1, "bos_token_id": 1}
    if request.param == "asked":
        sizes = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
        LlamaForCausalLM(LlamaConfig(vocab_size=len(words), **sizes, **ends)).save_pretrained(folder)
    else:
        sizes = {"d_model": 16, "d_kv": 8, "d_ff": 16, "num_layers": 1, "num_heads": 2}
        config = T5Config(vocab_size=len(words), decoder_start_token_id=0, **sizes, **ends)
        T5ForConditionalGeneration(config).save_pretrained(folder)
    return folder


@pytest.mark.nightly
def test_what_a_model_of_chance_writes_is_not_shown(tiny: Path, tmp_path: Path) -> None:
    assert rewritten(SOURCE, "Des soudeurs", "fr", settings(tmp_path, tiny).summariser) is None


@pytest.mark.nightly
def test_a_model_writes_no_more_than_its_tokens_even_on_a_long_text(tiny: Path) -> None:
    from models.language.rewriting import MOST_TOKENS_WRITTEN, _written

    assert len(_written(str(tiny), SOURCE * 200, SOURCE * 200).split()) <= MOST_TOKENS_WRITTEN


def test_nothing_is_rewritten_unless_an_operator_wants_it_or_in_another_language(tmp_path: Path) -> None:
    assert rewritten(SOURCE, "Des soudeurs", "fr", settings(tmp_path, None).summariser) is None
    assert rewritten("Das Amt öffnet.", "Amt", "de", settings(tmp_path, tmp_path).summariser) is None


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SummariserUnusable, match="aucun modèle"):
        rewritten(SOURCE, "Des soudeurs", "fr", settings(tmp_path, tmp_path).summariser)


def test_a_model_of_the_hub_is_held_to_one_commit(tmp_path: Path) -> None:
    for value in ["owner/name", "owner/name@main", "https://hub.example/owner/name", "no/such/folder"]:
        with pytest.raises(BadSetting):
            settings(tmp_path, value)
        pinned = f"owner/name@{'0' * 40}"
        assert settings(tmp_path, pinned).summariser == pinned


def test_what_was_written_is_shown_in_whole_sentences() -> None:
    faithful = "À Charleroi, le Forem ouvre trois cents places pour les soudeurs. Les cours commencent en"
    assert showable(faithful, SOURCE, "fr") == "À Charleroi, le Forem ouvre trois cents places pour les soudeurs."


def test_what_is_empty_unfinished_invented_or_in_another_language_is_not() -> None:
    for written in [
        *("", "Le Forem ouvre.", "À Liège, le Forem ouvre trois cents places de formation pour les soudeurs."),
        "À Charleroi, le Forem ouvre quatre cents places de formation pour les soudeurs.",
        "In Charleroi the Forem opens places for the training of people who weld for their work.",
        "le forem ouvre des places de formation pour les soudeurs de la région et",
    ]:
        assert showable(written, SOURCE, "fr") is None
