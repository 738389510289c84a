"""Benchmarks that a shop can run and send: figures beside the floor of the same run, never a timed test."""
