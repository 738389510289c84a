"""Typing a document: line grammar, draft editor, payment box, columns of the grid; nothing here knows a screen."""
