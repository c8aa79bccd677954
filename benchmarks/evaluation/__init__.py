"""The learner model beside its rivals, on one set of answers, under one protocol."""
