"""Accounts and what is around them: the whole house, mail, health, export and erasure; knows neither news nor home."""
