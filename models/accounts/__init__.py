"""Current accounts: what each customer owes, and what is owed to each supplier."""
