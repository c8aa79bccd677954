"""Questions drafted from sentences: word for word, what stands in the gap, what else the text names."""

from content.strings.sentences import GAP, GapKind, gaps

TEXT = (
    "Le plafond passe à 18 mois le 1er janvier 2027, annonce l'ONEM. Il était de 24 mois depuis le 1er mars 2026. "
    "Une prime de 1 500 euros remplace celle de 1 250 euros. Le Forem et le VDAB suivront le 30 juin. "
    "Elle touche 12 % des demandeurs, contre 9,5 % en Flandre."
)
FIRST = "Le plafond passe à 18 mois le 1er janvier 2027, annonce l'ONEM."


def found(sentence: str, text: str = TEXT) -> dict[str, tuple[GapKind, tuple[str, ...]]]:
    return {gap.answer: (gap.kind, gap.others) for gap in gaps([sentence], text, most_each=9)}


def test_a_stem_is_the_sentence_word_for_word_with_a_gap() -> None:
    for gap in gaps([FIRST], TEXT):
        assert gap.stem.replace(GAP, gap.answer) == FIRST
        assert (gap.before + gap.answer + gap.after, gap.sentence) == (FIRST, 0)


def test_other_answers_are_of_the_same_kind_and_stand_in_the_text() -> None:
    assert found(FIRST) == {
        "1er janvier 2027": (GapKind.DAY, ("1er mars 2026", "30 juin")),
        "18 mois": (GapKind.DURATION, ("24 mois",)),
        "ONEM": (GapKind.ACTOR, ("VDAB",)),
    }


def test_amounts_shares_durations_and_days_are_found_in_three_languages() -> None:
    for sentence, answer, kind, others in [
        ("Une prime de 1 500 euros arrive.", "1 500 euros", GapKind.AMOUNT, ("1 250 euros",)),
        ("Elle touche 12 % des gens.", "12 %", GapKind.SHARE, ("9,5 %",)),
        ("De termijn is 18 maanden.", "18 maanden", GapKind.DURATION, ("24 mois", "18 mois")),
        (
            *("Vanaf 5 februari 2027 verandert dit.", "5 februari 2027", GapKind.DAY),
            ("1er janvier 2027", "1er mars 2026", "30 juin"),
        ),
    ]:
        got, named = found(sentence)[answer]
        assert (got, set(named) <= set(others), len(named) > 0) == (kind, True, True)


def test_only_what_the_text_sets_against_it_is_asked() -> None:
    both = "Le Forem paie 1 500 euros ou 1 250 euros."
    assert all(others == () for kind, others in found(both).values() if kind is GapKind.AMOUNT)
    assert gaps(["Rien ne change pour les étudiants."], TEXT) == []


def test_what_the_text_answers_best_itself_comes_first() -> None:
    first, *rest = gaps(["Le Forem suivra en mars.", FIRST], TEXT)
    assert (first.answer, all(len(first.others) >= len(one.others) for one in rest)) == ("1er janvier 2027", True)
