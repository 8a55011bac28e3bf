"""The fills: each takes pixels and a hole and answers pixels; `patchmatch` is the default."""
