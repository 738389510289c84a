"""Floor 2: the business, tables and the verbs over them."""
