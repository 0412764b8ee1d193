"""Changes addresses from a file whose first three columns are account id, old and new address, and stops at the first refusal."""

import csv
import os
import sys

import requests

headers = {"Authorization": f"Bearer {os.environ['ATLASSIAN_KEY']}", "Content-Type": "application/json"}

with open(sys.argv[1], newline="") as file:
    rows = csv.reader(file)
    next(rows)
    for account, _, email, *_ in rows:
        url = f"{os.environ['ATLASSIAN_API']}/users/{account}/manage/email"
        answer = requests.put(url, headers=headers, json={"email": email.strip()})
        answer.raise_for_status()
        print(account, answer.text)
