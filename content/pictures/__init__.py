"""Pictures of texts: how a text names one, what its bytes must be, on what terms it may be shown, how it is written."""
