"""Are the questions to look at the bad ones, and are the figures right and quick?"""
