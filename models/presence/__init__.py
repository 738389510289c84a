"""Presence: who is signed in, from where, and where in the program they are."""
