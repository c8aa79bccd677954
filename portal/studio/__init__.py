"""The pages of trainers: texts written, reviewed, published, translated; rules changed, pictures, statistics."""
