"""From a file as received to a draft: readers and what they share are pure; only saving writes."""
