"""The desk: what people can do, where the rules and the record meet."""
