"""The front door: `gunicorn app:app`."""

from portal import create_app

app = create_app()
