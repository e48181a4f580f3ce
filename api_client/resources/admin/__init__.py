"""The admin's calls, one resource a file. Texts are exactly as they are stored: whoever draws them escapes them."""
