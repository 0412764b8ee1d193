"""Suspends the accounts of a file with the columns org_id, account_id and email by the call of v1, which has no documented body and
gets the ids of its path once more."""

import csv
import os
import sys

import requests

headers = {"Authorization": f"Bearer {os.environ['ATLASSIAN_KEY']}", "Content-Type": "application/json"}

with open(sys.argv[1], newline="") as file:
    rows = csv.reader(file)
    next(rows)
    for organization, account, _ in rows:
        url = f"{os.environ['ATLASSIAN_API']}/admin/v1/orgs/{organization}/directory/users/{account}/suspend-access"
        answer = requests.post(url, headers=headers, json={"org_id": organization, "account_id": account})
        answer.raise_for_status()
        print(answer.text)
