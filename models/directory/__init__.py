"""The directory: its entries as they are in force, what is believed of their facts, and how they come in and go out."""
