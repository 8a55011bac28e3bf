"""What a picture is made of: the subject, and what was clicked; `subject` and `clicks` are the doors."""
