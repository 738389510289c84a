"""Floor 3: other people's systems, one package each, behind the port of its kind."""
