"""`python -m solver` is `dlsolve`."""

from solver.cli.app import main

if __name__ == "__main__":
    main()
