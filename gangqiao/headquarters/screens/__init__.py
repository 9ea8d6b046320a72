"""The screens of the headquarters: the first page, a township's page, and the big screen. They keep nothing."""
