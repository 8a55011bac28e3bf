"""THINK: what a document is and how its pixels change; no window, no codec, no network."""
