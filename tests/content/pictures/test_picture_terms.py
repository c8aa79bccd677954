"""The list of a pack's pictures goes out and comes in as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import BrokenText
from content.pictures.picture_terms import LONGEST_CREDIT, PictureRights, PictureTerms, read_terms, write_terms
from tests.content.made_up import lines

hashes = st.text("0123456789abcdef", min_size=32, max_size=32)
terms = st.builds(PictureTerms, st.sampled_from(PictureRights), lines, st.booleans(), st.booleans())


@given(st.dictionaries(hashes, terms, max_size=4))
def test_a_list_goes_out_and_comes_in_as_it_was(listed: dict[str, PictureTerms]) -> None:
    text = write_terms(listed)
    assert (read_terms(text) if text else {}) == listed
    assert write_terms(dict(reversed(listed.items()))) == text


def test_everything_to_mend_is_said_with_its_line() -> None:
    text = "\n".join(
        [
            *("pictures:", "  - hash: abc", "    rights: stolen", f"  - hash: {'1' * 32}", "    rights: licensed"),
            *(f"  - hash: {'1' * 32}", "    rights: own", f"    credit: {'x' * (LONGEST_CREDIT + 1)}"),
            "    agreed: true",
        ]
    )
    with pytest.raises(BrokenText) as broken:
        read_terms(text)
    assert [f"{one.line}: {one.told.partition(' : ')[0]}" for one in broken.value.problems] == [
        *("2: « hash » compte 32 chiffres hexadécimaux", "3: « rights » vaut own, house, licensed ou official."),
        *("4: Dites dans « credit » quelle licence, et de qui est l'image.", "6: Cette image figure deux fois"),
        *("8: « credit » compte 200 signes au plus.", "9: « agreed » n'est pas un champ connu ici"),
    ]
