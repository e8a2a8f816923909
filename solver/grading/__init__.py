"""A class: answers of many students read, marked and summed up."""
