"""What is done with other people: interviews, pathways, ballots, plain letters, public pages, meetings."""
