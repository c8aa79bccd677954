"""What is published and how: documents, versions, translations, exchange; knows neither watch nor study."""
