"""Questions and packs in the formats of other systems (Aiken, GIFT, H5P, Moodle, QTI, tables); losses are listed."""
