"""The panels at the window's side."""
