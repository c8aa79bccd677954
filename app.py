"""The WSGI entry point: `gunicorn app:app`.

What is built at the start stays: the collector of garbage waits until then, and does not look at it afterwards.
https://docs.python.org/3/library/gc.html#gc.freeze
"""

import gc
import os

gc.disable()
# Nothing here asks what zone the machine is in; Babel, to know it, opens the file of every zone there is.
os.environ.setdefault("TZ", "UTC")

from portal import create_app  # noqa: E402

app = create_app()

gc.freeze()
gc.enable()
