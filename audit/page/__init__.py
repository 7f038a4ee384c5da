"""The parts of the report's page: from figures to HTML, each part in a module of its own."""
