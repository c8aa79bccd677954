"""The filters by which templates show trainers' Markdown; what writes the HTML is loaded with the first text."""

from flask import Flask
from markupsafe import Markup


def init_app(app: Flask) -> None:
    """Set up the filters."""
    app.jinja_env.filters.update(markdown=markdown, inline=inline, stem=stem, below_stem=below_stem, worded=worded)


def markdown(text: str, language: str = "fr") -> Markup:
    """Render trainers' Markdown as HTML; raw HTML in it stays text."""
    from portal import prose_html

    return prose_html.blocks(text, language)


def worded(text: str, language: str = "fr") -> Markup:
    """Render trainers' Markdown as HTML in which pictures say their description."""
    from portal import prose_html

    return prose_html.worded(text, language)


def inline(text: str, language: str = "fr") -> Markup:
    """Render the first paragraph of trainers' Markdown as one line of words, as in a list."""
    from portal import prose_html

    return prose_html.line(text, language)


def stem(text: str, language: str = "fr") -> Markup:
    """Render the first paragraph of trainers' Markdown as a heading, with its pictures."""
    from portal import prose_html

    return prose_html.stem(text, language)


def below_stem(text: str, language: str = "fr") -> Markup:
    """Render what follows the first paragraph of trainers' Markdown; nothing where that is all."""
    from portal import prose_html

    return prose_html.below_stem(text, language)
