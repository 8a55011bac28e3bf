"""ASK: the PICPIK protocol, bytes only."""
