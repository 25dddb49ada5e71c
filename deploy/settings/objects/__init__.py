"""What an account may declare: one type of object a file."""
