"""Pages of reports."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
