"""The output formats, a module for each; `solver.rendering.formats` has the table of them."""
