"""The rows, one file for each noun, with the codes of their columns; know no verb."""
