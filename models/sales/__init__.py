"""Sales: drafts, issue, credit, cancel."""
