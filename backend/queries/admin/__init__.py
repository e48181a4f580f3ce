"""What admins read and write: private rows too, texts exactly as they are stored."""
