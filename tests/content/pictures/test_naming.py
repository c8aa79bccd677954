"""How a text names its pictures."""

from hypothesis import given
from hypothesis import strategies as st

from content.pictures.picture_file import described_in, named_in, picture_line
from content.strings.markdown import plain

ONE, OTHER = "0123456789abcdef" * 2, "f" * 32


@given(st.text(alphabet="ab [](){}!\\é'\"", min_size=1, max_size=20).filter(str.strip))
def test_the_line_of_a_picture_names_it_and_says_its_description_whatever_that_holds(description: str) -> None:
    line = picture_line(ONE, description)
    assert named_in(line) == (ONE,)
    assert plain(line) == " ".join(description.split())
    assert described_in(line) == {ONE: " ".join(description.split())}


def test_a_picture_is_described_as_a_text_first_does() -> None:
    said = [picture_line(ONE, ""), picture_line(ONE, "Une lettre"), picture_line(ONE, "Un formulaire"), f"![]({OTHER})"]
    assert described_in("\n\n".join(said)) == {ONE: "Une lettre"}


def test_a_text_names_each_picture_once_in_their_order() -> None:
    text = (
        f"{picture_line(OTHER, 'Un formulaire')}\n\n{picture_line(ONE, 'Une lettre')} {picture_line(OTHER, 'Encore')}"
    )
    assert named_in(text) == (OTHER, ONE)


def test_what_only_looks_like_a_picture_is_none() -> None:
    assert named_in(f"picture:{ONE} [x](pictures:{ONE}) ![x](picture:{ONE}0) ![x](picture:{ONE[1:]})") == ()
