"""SAF-T (PT) 1.04_01 of what is in the database: written as it is read, the same bytes for the same data."""
