"""H5P, the packages of h5p.org: sets of single choices, multiple choices, true or false, and sets of these."""
