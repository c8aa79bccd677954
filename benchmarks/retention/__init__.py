"""Made-up counsellors acquire skills, are asked again under several schedules, and remember as several memories do."""
