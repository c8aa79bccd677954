"""Views of watched sites: those of everybody, for administrators, and one's own, for each person."""
