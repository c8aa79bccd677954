"""Numbers to SVG, on the server: the compass rose, belief over time, shares in a row. Looks are in style.css."""
