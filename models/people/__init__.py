"""Accounts and what is around them: groups, mail, health, export and erasure; knows neither news nor home."""
