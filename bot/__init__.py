"""The process: assembles everything and is imported by nobody."""
