"""Numbered migrations, forward only; each is a frozen piece of history."""
