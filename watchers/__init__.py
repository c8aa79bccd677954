"""What happens outside: visiting sites, summarising, mailing, on a clock."""
