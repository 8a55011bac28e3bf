"""ANSWER: the embedded PICPIK service."""
