"""The page that anyone opens, and the one of who animates."""
