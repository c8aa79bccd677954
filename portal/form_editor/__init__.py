"""The studio's form: what it shows of a text, what it sends, what it says where."""
