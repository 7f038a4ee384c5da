"""The desk: what people can do."""
