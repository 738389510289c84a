"""What moves in and out."""
