"""What a paper says: blocks, made from the figures once and written three ways."""
