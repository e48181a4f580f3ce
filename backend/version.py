"""The version of Syllabus. A constant: reading the package's metadata takes 40 ms."""

VERSION = "0.1.0"
