"""Console entry point: `sisetp` and `python -m sisetp`."""

import sys

from sisetp.app import create_app, create_statistics_app, root_provider
from sisetp.cli import run
from sisetp.web import matrix
from sisetp.web.hardening import harden_process


def main() -> None:
    """Run the command line; exit codes 0 done, 1 refused, 2 bad usage."""
    sys.exit(
        run(
            create_app=create_app,
            create_statistics_app=create_statistics_app,
            root_provider=root_provider,
            harden=harden_process,
            permissions=matrix.as_markdown,
        )
    )


if __name__ == "__main__":
    main()
