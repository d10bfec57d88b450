"""`python -m csbook`."""

from csbook.cli import main

main()
