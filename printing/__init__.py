"""Floor 3: an issued document becomes paper."""
