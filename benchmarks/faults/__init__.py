"""What becomes of answers and mails when the house is broken on purpose: `python -m benchmarks.faults`."""
