"""What the learner model is compared with: each rival learns from some learners and foresees the answers of others."""
