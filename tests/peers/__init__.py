"""A second, slow reading of the policy questions, and the tests that hold the first one to it."""
