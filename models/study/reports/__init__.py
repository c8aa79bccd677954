"""« Pas d'accord », « Périmé », « Mal posée »: one tap, which sets the answer aside until somebody has replied."""
