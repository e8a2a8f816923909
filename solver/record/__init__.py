"""What a solver records: quantities, steps and answers, run again and compared with a model."""
