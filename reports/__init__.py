"""Floor 3: each report, its question, its query, its columns."""
