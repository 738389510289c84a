"""The audit log: who did what, when, in a chain that shows any change."""
