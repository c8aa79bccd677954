"""What counsellors need before an interview, as they type it, with the cards that answer: judged by hand."""
