"""Made-up counsellors under several tutors: how many minutes each needs, and what is truly known then."""
