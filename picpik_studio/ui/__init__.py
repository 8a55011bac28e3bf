"""SHOW: the window."""
