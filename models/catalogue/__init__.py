"""What is published and how it gets there: documents, versions, translations, what is held back, exchange."""
