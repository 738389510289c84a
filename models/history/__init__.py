"""Documents of the program before this one, imported from its SAF-T: read only."""
