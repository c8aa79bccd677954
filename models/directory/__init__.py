"""The directory: its entries as they are in force, what is believed of their facts, and what is said of them."""
