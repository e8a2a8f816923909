"""Where equations break, and how tables and answers are set out."""
