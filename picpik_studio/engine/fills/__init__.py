"""The ways in which the embedded service fills a hole."""
