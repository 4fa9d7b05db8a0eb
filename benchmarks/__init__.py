"""Speed as ratios: each figure against a named baseline, measured in the same run (`make bench`)."""
