"""The small parts that panels are made of: a row a field, and what rows are made of."""
