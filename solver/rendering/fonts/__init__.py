"""The font of mathematics in HTML: the part of STIX Two Math that formulas need."""
