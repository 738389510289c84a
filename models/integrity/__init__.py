"""Watches over what is stored: changes from outside, copies, restores, room on the disk, and when issuing must stop."""
