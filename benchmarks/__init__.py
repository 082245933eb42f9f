"""Quality and speed, measured in one run, with committed floors."""
