"""Articles, families, units, bar codes, and the means and conditions of payment."""
