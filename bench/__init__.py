"""Benchmarks that print their figures beside the floor measured in the same run; never a timed test."""
