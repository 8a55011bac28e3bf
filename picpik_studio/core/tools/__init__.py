"""One file a tool: what a pointer does to a document."""
