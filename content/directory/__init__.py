"""The directory: services, benefits and tools as texts of dated facts; exchange with other directories."""
