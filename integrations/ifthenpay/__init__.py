"""ifthenpay: Multibanco references made here by contract, or asked for by its API; payments told by call-back."""
