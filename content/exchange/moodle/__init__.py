"""Moodle XML, in which Moodle hands on all that it knows of a question (Moodle, question/format/xml/format.php).

What Moodle has no field for (skill, use, nature, rules, where the initiative is handed back) stands in tags; the
explanation of a line to match stands beside its answer, where Moodle does not look.
"""
