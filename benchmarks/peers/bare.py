"""The floor under a page: one that Flask gives without a house, under the server that serves Boussole."""

from flask import Flask

app = Flask(__name__)
PAGE = "<p>Une ligne, comme dans le fragment d'une réponse.</p>\n" * 100
"""About as many letters as the feedback to an answer."""


@app.route("/", methods=["GET", "POST"])
def page() -> str:
    """Answer whatever is asked."""
    return PAGE
