"""From a solution to what a person sees: printers, layout, views, templates and pages."""
