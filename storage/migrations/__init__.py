"""The tables' history: ``versions`` in order, and the guards that keep rows as written."""
