"""The gate of whole newsrooms: what touches the trade passes, the rest is left aside with its reason."""

from pathlib import Path

import pytest

from models.language.encoder import Encoder
from watchers import topic_gate


def test_a_word_of_the_trade_lets_an_entry_pass() -> None:
    for words in [
        *("Actiris ouvre une antenne", "CHÔMAGE : ce qui change", "Deux cents licenciements chez un sous-traitant"),
        *("De VDAB zoekt leerkrachten", "Jobseekers over fifty", "Le CPAS d’Ixelles recrute"),
    ]:
        assert topic_gate.has_words(words)


def test_the_same_letters_in_another_sense_do_not() -> None:
    for words in ["", "Le mode d'emploi du tri", "L’emploi du temps du roi", "Deux buts à Bruges"]:
        assert not topic_gate.has_words(words)


@pytest.mark.nightly
def test_what_uses_none_of_its_words_is_known_by_what_it_means_and_without_an_encoder_is_not(
    encoder_folder: Path, tmp_path: Path
) -> None:
    told = ["Malades de longue durée : un coach pour reprendre le travail", "Neige : code jaune dans tout le pays"]
    assert topic_gate.touch_the_trade(Encoder(encoder_folder).encode, told) == [True, False]
    told[1] = "Un emploi sur dix"
    assert topic_gate.touch_the_trade(Encoder(tmp_path).encode, told) == [False, True]
