"""What a SAF-T file must hold beyond its schema: sums, numbers, signatures, references, taxes and what is plausible."""
