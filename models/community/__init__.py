"""What links people without holding them: public pages, meetings, letters that correct themselves."""
