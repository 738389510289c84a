"""The company: its data in versions, and its set-up."""
