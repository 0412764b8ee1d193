"""Deactivates the accounts of a file with the columns org_id, account_id and email, with a message, and never looks at an answer.
After each fifty it asks whether to go on."""

import csv
import json
import os
import sys

import requests

headers = {"Content-Type": "application/json", "Authorization": f"Bearer {os.environ['ATLASSIAN_KEY']}"}

with open(sys.argv[1]) as file:
    rows = list(csv.DictReader(file))

for at, row in enumerate(rows):
    url = f"{os.environ['ATLASSIAN_API']}/users/{row['account_id']}/manage/lifecycle/disable"
    requests.request("POST", url, data=json.dumps({"message": "Left the company"}), headers=headers)
    if at > 0 and at % 50 == 0 and input("Go on? (Y/N) ").lower() == "n":
        break
