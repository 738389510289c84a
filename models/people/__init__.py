"""The people who use the program: operators and their passwords."""
