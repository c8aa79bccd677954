"""H5P, the packages of h5p.org: choices, gaps, cards and the like, alone or in sets, books, presentations, videos."""
