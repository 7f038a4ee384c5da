"""What somebody types who means harm, or who writes as nobody thought of."""
