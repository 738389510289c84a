"""What an article costs whom, how many of it, and when."""
