"""Pictures of evidence are deleted when their time is over."""
