"""`python -m solver` is `dlsolve`."""

from solver.cli.start import main

if __name__ == "__main__":
    main()
