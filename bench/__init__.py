"""What `make bench` measures: ratios of times taken in one same run (docs/mesures.md)."""
