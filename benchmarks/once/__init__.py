"""Whether two portals and two workers on one database do everything once."""
