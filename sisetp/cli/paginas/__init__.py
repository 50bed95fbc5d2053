"""Generated pages of docs/: each module renders one, from the code and nothing else."""
