"""How many of 200 planted faults a command finds: `faults.yaml` tells them as behaviours, `__main__.py` plants them."""
