//! What is left at the end.
