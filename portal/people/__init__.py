"""Views of accounts: signing in, one's own account and mails, and, for administrators, everybody's accounts."""
