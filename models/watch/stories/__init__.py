"""Stories: the articles of several sources and languages that tell the same news.

Pure: `facts`, `traits`, `recognition`, `differences`. With the tables: `arrival` (which story an article tells),
`record`, `merging`, `recent`, `corrections`, `contradictions`, `findable` (what the search is given of it), `owners`
(who may see it).
"""
