"""What people write → what they mean, with an account of every word."""
