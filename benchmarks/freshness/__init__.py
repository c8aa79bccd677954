"""Facts of a public catalogue: which of them will be edited within a year?"""
