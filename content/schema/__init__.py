"""What texts are declared by: from the fields of a kind follow its reader, its writer and its form."""
