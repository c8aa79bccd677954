"""Accounts and what is around them: ways in, mails, what is kept and for how long, leaving and erasing."""
