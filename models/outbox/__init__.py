"""What is to be told to other people's systems: committed with the deed, sent afterwards."""
