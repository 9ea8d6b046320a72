"""The XML of OpenRosa: read with distrust, written without a template. Import from its modules."""
