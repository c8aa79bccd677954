"""The demonstration: an invented house to look at. Its people, sites, news and law are fictitious, and say so."""
