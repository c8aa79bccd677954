"""What is known and what comes next: learner model, tutor, memory; knows neither Flask nor the network."""
