"""Payment references: asked for, printed, paid, transferred, receipted."""
