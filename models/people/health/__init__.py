"""The state of the house: the work behind the pages, for administrators; the content, for trainers too."""
