"""The demonstration company: a believable Portuguese shop as data, and a deterministic plan of its documents."""
