"""The news: what sources tell (sources/, stories/), and what a learner reads of it (feed/)."""
