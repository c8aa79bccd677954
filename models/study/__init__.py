"""One learner: her settings, what she answers, plays, is proposed and reports; knows neither people nor workshop."""
