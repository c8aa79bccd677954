"""Any programmes there may be, for properties that hold for all of them."""

from hypothesis import strategies as st

from content.programmes import Programme, ProgrammeWeek
from tests.content.made_up import ids, lines

words = st.fixed_dictionaries({"fr": lines, "nl": lines}, optional={"en": lines})


@st.composite
def any_programmes(draw: st.DrawFn) -> tuple[Programme, ...]:
    """Some programmes with odd words, no id of which serves twice."""
    names = draw(st.lists(ids, max_size=2, unique=True))
    modules = st.lists(ids, min_size=2, max_size=12, unique=True)
    return tuple(
        Programme(
            name,
            draw(words),
            draw(words),
            tuple(ProgrammeWeek(one, draw(words)) for one in draw(modules)),
            draw(st.booleans()),
        )
        for name in names
    )
