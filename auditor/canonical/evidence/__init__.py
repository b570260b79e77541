"""What tells that one passage follows another: wording, letters, likely breaks."""
