"""The survey on paper and as a workbook: the same questions as on the screen, and the way back."""
