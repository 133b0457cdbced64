"""Opening by an administrateur, confirming, and opening by oneself."""
