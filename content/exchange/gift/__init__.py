"""GIFT, the plain text in which Moodle takes and gives questions (Moodle, question/format/gift/format.php).

What GIFT does not know (id, skill, use, nature, rules, unit, an ordering, the feedback of a line to match) stands in
comments above the question, which Moodle passes over and we read back.
"""
