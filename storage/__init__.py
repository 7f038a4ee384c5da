"""What is kept, and how it is kept from being changed."""
