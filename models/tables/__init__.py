"""The tables, one file for each noun, with the codes of their columns; models/tables/all.py knows every one."""
