"""Floor 4: the Textual app, what the operator sees and types."""
