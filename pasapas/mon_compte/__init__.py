"""The pages of one's own account, and the way into the back office."""
