"""STORE: pictures, masks and the journal on the disk."""
