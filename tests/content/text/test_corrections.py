"""Corrections of a pack: read, held against its texts, and what a text owes that was corrected once, or twice."""

from hashlib import sha256
from pathlib import Path

import pytest

from content.errors import BrokenText
from content.text.corrections import (
    CorrectionChange,
    PackCorrection,
    check_corrections,
    fingerprint,
    owed,
    read_corrections,
)

FIRST, SECOND, TODAY = "Le texte d'avant.\n", "Celui d'après.\n", "Celui d'aujourd'hui.\n"
TEXT = f"""\
corrections:
  - document: tension
    from: {fingerprint(FIRST)}
    change: meaning
    word: Qui sanctionne est dit.
  - document: tension
    from: {fingerprint(SECOND)}
    change: wording
  - document: rules.yaml
    from: {fingerprint(FIRST)}
    change: wording
    word: Une adresse a changé.
"""


def problems(text: str) -> list[str]:
    with pytest.raises(BrokenText) as broken:
        read_corrections(text)
    return str(broken.value).splitlines()


def corrected(*changes: tuple[str, CorrectionChange, str]) -> tuple[PackCorrection, ...]:
    return tuple(PackCorrection("tension", fingerprint(before), change, word) for before, change, word in changes)


def test_they_are_read_in_their_order() -> None:
    assert read_corrections(TEXT) == (
        PackCorrection("tension", fingerprint(FIRST), CorrectionChange.MEANING, "Qui sanctionne est dit."),
        PackCorrection("tension", fingerprint(SECOND), CorrectionChange.WORDING),
        PackCorrection("rules.yaml", fingerprint(FIRST), CorrectionChange.WORDING, "Une adresse a changé."),
    )


def test_the_fingerprint_of_a_text_is_that_of_its_file_and_outlives_a_form(tmp_path: Path) -> None:
    (tmp_path / "tension.md").write_text(FIRST, "utf-8")
    assert sha256((tmp_path / "tension.md").read_bytes()).hexdigest().startswith(fingerprint(FIRST))
    assert len(fingerprint(FIRST)) == 16
    assert fingerprint(FIRST.replace("\n", "\r\n")) == fingerprint(FIRST) != fingerprint(SECOND)


def test_what_is_wrong_in_a_correction_is_named() -> None:
    for change in ["meaning", "key"]:
        without = f"corrections:\n  - document: tension\n    from: {fingerprint(FIRST)}\n    change: {change}\n"
        assert problems(without) == ["corrections.yaml:2: Il manque « word » : ajoutez-le."]
    assert problems("corrections:\n  - document: tension\n    from: ABC\n    change: sens\n    mot: x\n") == [
        "corrections.yaml:3: « from » est l'empreinte du texte d'avant : les 16 premiers caractères de son SHA-256.",
        "corrections.yaml:4: « change » vaut wording, meaning ou key.",
        "corrections.yaml:5: « mot » n'est pas un champ connu ici : corrigez son nom ou retirez-le.",
    ]
    entry = f"  - {{document: tension, from: {fingerprint(FIRST)}, change: wording}}\n"
    said = "Cette correction de tension figure deux fois."
    assert problems(f"corrections:\n{entry}{entry}") == [f"corrections.yaml:3: {said}"]


def test_a_text_that_the_pack_lacks_and_one_that_stands_there_still_are_named() -> None:
    found = check_corrections(read_corrections(TEXT), TEXT, "corrections.yaml", {"tension": SECOND})
    assert [str(each) for each in found] == [
        "corrections.yaml:7: « from » est l'empreinte du texte d'aujourd'hui de tension : mettez celle du texte"
        " d'avant.",
        "corrections.yaml:9: Ce paquet n'a pas de texte rules.yaml : corrigez ce nom, ou retirez la correction.",
    ]


def test_nothing_is_owed_to_the_text_of_today_nor_to_somebody_s_own() -> None:
    corrections = read_corrections(TEXT)
    assert owed(corrections, "tension", TODAY) is None
    assert owed(corrections, "article-60", FIRST) is None


def test_two_steps_behind_is_owed_the_strongest_and_both_words_each_once() -> None:
    for first, second, strongest in [
        *(("wording", "meaning", "meaning"), ("key", "wording", "key"), ("meaning", "key", "key")),
        ("key", "key", "key"),
    ]:
        corrections = corrected(
            (FIRST, CorrectionChange(first), "Un mot."), (SECOND, CorrectionChange(second), "Un autre.")
        )
        found = owed(corrections, "tension", FIRST)
        assert found == PackCorrection("tension", fingerprint(FIRST), CorrectionChange(strongest), "Un mot. Un autre.")
    meaning = CorrectionChange.MEANING
    found = owed(corrected((FIRST, meaning, "Le même."), (SECOND, meaning, "Le même.")), "tension", FIRST)
    assert found is not None
    assert found.word == "Le même."
