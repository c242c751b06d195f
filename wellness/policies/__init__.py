"""What the magazine says about itself: its policies, each at an address that stays."""
