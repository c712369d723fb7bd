"""What looks into strangers' files. Runs in the child process only; knows neither Django nor a database."""
