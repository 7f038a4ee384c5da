"""Exchange sessions and SEC business days."""
