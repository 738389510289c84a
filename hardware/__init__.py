"""Floor 2: devices, bytes out and bytes in; knows nothing of invoices."""
