"""QTI of 1EdTech: every kind of question goes out as items of 2.1 or 3.0; those of 1.2, 2.x and 3.0 come in."""
