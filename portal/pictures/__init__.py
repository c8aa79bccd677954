"""Pages of pictures: their bytes, for whoever may see a text that shows them; bringing and withdrawing them."""
