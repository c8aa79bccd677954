"""Claims that are measured: each file is run by hand and prints its figures with what they depend on."""
