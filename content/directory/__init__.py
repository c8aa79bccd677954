"""The directory: services, measures and tools, each a text of facts that say where and when they were read."""
