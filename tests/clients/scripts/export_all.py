"""Writes all managed accounts into allmanagedusers.csv.

It follows `links.next` as it stands, with a limit appended, and ends where that is not there, or where a page holds nobody. It takes
for granted that everybody has an address.
"""

import csv
import json
import logging
import os

import requests

url = f"{os.environ['ATLASSIAN_API']}/admin/v1/orgs/{os.environ['ATLASSIAN_ORG']}/users?limit=50"
headers = {"Accept": "application/json", "Authorization": f"Bearer {os.environ['ATLASSIAN_KEY']}"}

users = []
while True:
    answer = requests.get(url, headers=headers)
    if answer.status_code != 200:
        logging.error("status %d", answer.status_code)
        break
    page = json.loads(answer.text)
    if not page.get("data"):
        logging.error("no users")
        break
    users += page["data"]
    if "links" not in page or "next" not in page["links"]:
        break
    url = page["links"]["next"] + "&limit=50"

COLUMNS = ["account_id", "email", "account_status", "access_billable"]
with open("allmanagedusers.csv", "w", newline="", encoding="utf-8") as file:
    rows = csv.writer(file)
    rows.writerow(COLUMNS)
    for user in users:
        rows.writerow([user[column] for column in COLUMNS])
