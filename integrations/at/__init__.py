"""Autoridade Tributária: its SOAP services for series, documents and transport (fiscal.md, 3 and 6)."""
