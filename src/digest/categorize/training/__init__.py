"""Fits the model: `python -m digest.categorize.training GOLD.jsonl` makes the one that ships."""
