"""What is coming and what is promised: enough to say what to order."""
