"""What templates may ask for, in each kind of format."""
