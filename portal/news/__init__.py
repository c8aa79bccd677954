"""The pages of the news: the feed, its stories, and the sources that are watched."""
