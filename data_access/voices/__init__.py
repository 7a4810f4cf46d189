"""Notes and questions about numbers: a drop box, a person who reads each one first, a file beside publications."""
