"""The pull: bundles that a stranger can verify, their report, and the program that checks them."""
