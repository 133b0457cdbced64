"""The Aract's accompaniment: who may have it, where it should be, what an adviser did."""
