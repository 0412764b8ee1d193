"""Changes addresses fifty at a time, asks before the next fifty, and says which were refused.

The file comes from a spreadsheet: a byte order mark stands before the name of its first column, and the script knows that.
"""

import csv
import os
import sys

import requests

headers = {"Authorization": f"Bearer {os.environ['ATLASSIAN_KEY']}", "Content-Type": "application/json"}

with open(sys.argv[1], encoding="utf-8") as file:
    rows = [(row["\ufeffaccount_id"], row["old_email"], row["new_email"]) for row in csv.DictReader(file)]

for start in range(0, len(rows), 50):
    for account, old, new in rows[start : start + 50]:
        url = f"{os.environ['ATLASSIAN_API']}/users/{account}/manage/email"
        answer = requests.put(url, headers=headers, json={"email": new})
        if answer.status_code == 204:
            print(f"{account}: {old} is {new}")
        else:
            print(f"{account}: refused: {answer.text}")
    if start + 50 < len(rows) and input("Go on? ").lower() != "y":
        break
