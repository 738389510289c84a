"""Series of documents and their validation codes."""
