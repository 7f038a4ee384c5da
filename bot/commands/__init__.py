"""The commands: each reads its input, calls one thing, and says what came of it."""
