"""The names of a job as a person sees them who decides what they mean."""
