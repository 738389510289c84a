"""The screens: most are made from declarations; the document, the till and the menu are drawn by hand."""
