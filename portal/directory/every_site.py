"""Whose pages may read what the directory passes on (portal/directory/passing_on.py): those of every site."""

from flask import Flask, Response, request


def init_app(app: Flask) -> None:
    """Let them: the browsers that ask first, too."""
    app.after_request(_for_everybody)


def _for_everybody(response: Response) -> Response:
    if request.blueprint != "passing_on":
        return response
    # Any page of any site may read it (https://fetch.spec.whatwg.org/#http-cors-protocol): no cookie changes it.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link"
    if request.method == "OPTIONS":
        # A script that asks only for what is new is asked first whether it may.
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
        response.headers["Access-Control-Max-Age"] = str(24 * 60 * 60)
    return response
