//! Descriptions to models, whole.
