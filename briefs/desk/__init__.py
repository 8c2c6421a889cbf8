"""What editors follow up: lists of what is due, who looks after it, and reminders."""
