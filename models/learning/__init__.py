"""What one learner does: her week, what she answers, plays, is proposed and reports; nothing here knows of people or of the studio."""
