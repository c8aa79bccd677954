"""What is wrong: with the work behind the pages, for administrators; with the content, for trainers too."""
