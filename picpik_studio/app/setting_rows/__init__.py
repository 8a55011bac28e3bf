"""The settings: one file for those of one tool."""
