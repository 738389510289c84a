"""E-mail by the company's own SMTP server."""
