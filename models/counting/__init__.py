"""Counting what is on the shelf."""
