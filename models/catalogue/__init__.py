"""What is published and in force, as every noun reads it: documents, versions, drafts, translations."""
