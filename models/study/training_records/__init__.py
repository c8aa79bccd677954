"""« Relevé de formation »: what a learner has finished, signed for her to hand over, verified without a row of hers."""
