"""Questions and packs in the formats of other systems; what cannot be carried over is listed."""
