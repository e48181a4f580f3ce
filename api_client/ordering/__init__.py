"""The order of a course: values and pure functions of the standard library, which screens and commands share."""
