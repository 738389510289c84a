"""Who signs: producers and their keystores, new keys, and signers outside the program."""
