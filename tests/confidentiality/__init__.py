"""What two people could learn by comparing what they have."""
