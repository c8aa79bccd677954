"""Reading of feeds: bytes in, entries out. Pure.

Most feeds are well formed and say no more than they must: `strict` reads those in a fraction of the time, and gives
what feedparser would give, or gives up. Everything else is feedparser's.
"""
