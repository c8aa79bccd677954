"""One learner: her settings, what she answers and plays, what is proposed to her, what she reports."""
