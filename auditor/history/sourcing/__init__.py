"""Where versions come from: a dated folder, a path in git, a WARC."""
