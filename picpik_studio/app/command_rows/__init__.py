"""The rows of the table of commands, one file a menu; the standard library only."""
