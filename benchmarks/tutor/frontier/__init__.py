"""The frontier: the minutes that each tutor takes for what is still known a month later, and the bound on all."""
