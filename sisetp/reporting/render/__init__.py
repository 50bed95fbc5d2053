"""Renderers: each turns one `Documento` into one file or page, and looks at nothing else."""
