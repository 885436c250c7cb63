"""Reports, cases, decisions and appeals; and the record that the law asks the owner to keep."""
