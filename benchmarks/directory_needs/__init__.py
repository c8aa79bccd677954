"""What counsellors look for in the directory, with the entries that answer, or none."""
