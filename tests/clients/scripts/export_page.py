"""Writes one page of managed accounts, or of domains, into a table: a column for each field that anybody has, nested ones with dots.

Usage: export_page.py users|domains FILE [FIELD TO LEAVE OUT]…
"""

import csv
import os
import sys

import requests


def flat(item, before=""):
    fields = {}
    for name, value in item.items():
        if isinstance(value, dict):
            fields |= flat(value, f"{before}{name}.")
        else:
            fields[before + name] = value
    return fields


what, name, *left_out = sys.argv[1:]
answer = requests.request(
    "GET",
    f"{os.environ['ATLASSIAN_API']}/admin/v1/orgs/{os.environ['ATLASSIAN_ORG']}/{what}",
    headers={"Accept": "application/json", "Authorization": f"Bearer {os.environ['ATLASSIAN_KEY']}"},
)
items = [flat(item) for item in answer.json()["data"]]
columns = list(dict.fromkeys(column for item in items for column in item))
for column in left_out:
    # A column that nobody has cannot be left out.
    columns.remove(column)
with open(name, "w", newline="", encoding="utf-8") as file:
    rows = csv.DictWriter(file, columns, extrasaction="ignore")
    rows.writeheader()
    rows.writerows(items)
