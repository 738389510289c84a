"""What screens are made of: each widget draws itself line by line and answers every key in order."""
