"""What a Markdown text says when its marks are gone."""

import pytest

from content.markdown import plain


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("Un **mot** et `deux`.", "Un mot et deux."),
        ("- un\n- deux\n\n> « trois »", "un\ndeux\n« trois »"),
        ("[lien](https://example.org/a)", "lien"),
        ("une\nligne", "une ligne"),
        ("<b>gras</b>", "<b>gras</b>"),
        ("```\ncode\n```", "code"),
        ("", ""),
    ],
)
def test_a_plain_text_keeps_the_words_and_a_line_for_each_paragraph(markdown: str, said: str) -> None:
    assert plain(markdown) == said
