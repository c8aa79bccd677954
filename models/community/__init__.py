"""What is done with other people: pathways, topics of interviews, benefits, ballots, plain letters, public pages, meetings."""
