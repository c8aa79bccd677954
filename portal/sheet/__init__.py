"""The sheet, drawn with a job seeker: it comes with each request and goes with the answer, and is kept nowhere."""
