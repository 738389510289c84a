"""The terminal as a device: cells, keys, and the queue of what was typed ahead."""
