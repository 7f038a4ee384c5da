"""Random alterations of bundles: every one must be found, and what is harmless must verify."""
