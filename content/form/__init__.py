"""Forms of texts: what a form shows of a text, what a browser sends of it, and the text that it stands for."""
