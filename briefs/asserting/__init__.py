"""What claims assert of membership: held against the rows, told in words, followed by editors."""
