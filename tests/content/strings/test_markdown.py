"""What a Markdown text says when its marks are gone; which quotes are callouts."""

from content.strings.markdown import CALLOUTS, callout, plain, reader


def test_a_plain_text_keeps_the_words_and_a_line_for_each_paragraph() -> None:
    for markdown, said in [
        *(("Un **mot** et `deux`.", "Un mot et deux."), ("- un\n- deux\n\n> « trois »", "un\ndeux\n« trois »")),
        *(("[lien](https://example.org/a)", "lien"), ("une\nligne", "une ligne"), ("<b>gras</b>", "<b>gras</b>")),
        *(("```\ncode\n```", "code"), ("![La *rose* des compétences](picture:0)", "La rose des compétences")),
        (
            "| Démarche | Délai |\n|---|--:|\n| S'**inscrire** | 8 jours |\n\nEt puis.",
            "Démarche · Délai\nS'inscrire · 8 jours\nEt puis.",
        ),
        *(("> **À retenir** : deux choses", "À retenir : deux choses"), ("", "")),
    ]:
        assert plain(markdown) == said


def kinds(markdown: str) -> list[str | None]:
    """What each quote of a text is."""
    tokens = reader().parse(markdown)
    return [callout(tokens, place) for place, token in enumerate(tokens) if token.type == "blockquote_open"]


def test_a_quote_that_begins_with_its_kind_in_bold_is_a_callout() -> None:
    for kind, word in [(kind, word) for kind, words in CALLOUTS.items() for word in words.values()]:
        assert (
            kinds(f"> **{word}** Un mot.")
            == kinds(f"> **{word} :**\n> Un mot.")
            == kinds(f"> **{word.upper()}**")
            == [kind]
        )


def test_any_other_quote_is_a_quote() -> None:
    for markdown in [
        *("> À retenir : un mot.", "> **Important** Un mot.", "> Un mot. **À retenir**", "> - **Attention**", ">"),
        "> ***Attention***",
    ]:
        assert kinds(markdown) == [None]


def test_a_callout_stands_in_a_quote_and_a_quote_in_a_callout() -> None:
    assert kinds("> Il dit :\n> > **Exemple** un\n\n> **Attention**\n> > « Non. »") == [
        *(None, "example", "caution", None)
    ]
