"""DECIDE: what the program does, without a window."""
