"""« Relevé de formation »: chosen and printed by whoever learns, verified by anybody; kept nowhere."""
