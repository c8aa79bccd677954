"""Views of accounts: the door, one's own account, and, for administrators, everybody's."""
