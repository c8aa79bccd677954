"""Reports by one tap (« Pas d'accord », « Périmé », « Mal posée »); each sets the answer aside until a reply."""
