"""Pages for anybody at all: no session is read, no cookie set, and nobody is counted."""

from flask import Response, current_app, g, make_response, request


def outside(template: str, status: int = 200, **context: object) -> Response:
    """Return a page in the language of this request, not to be found by search engines.

    Without what every other page is given: that asks who is signed in, and here nobody is asked.
    """
    html = current_app.jinja_env.get_template(template).render(language=g.language, request=request, **context)
    response = make_response(html, status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
