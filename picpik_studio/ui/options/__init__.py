"""The rows of the bar under the menu: one file a group of tools."""
