"""Portuguese tax law as pure functions and values: no database, no screen, no network."""
