"""SAF-T (PT) 1.04_01: its structure, what may be written in it, and what is wrong with a file."""
