"""One module per command: its options (declare) and what it does."""
