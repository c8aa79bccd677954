"""The pathway drawn with a job seeker: as a value, as a text, as a form, as a code to scan; never a row."""
