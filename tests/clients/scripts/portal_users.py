"""Lists the users of a site as the admin portal's own page does, with the cookie of somebody's session: an address a line."""

import os

import requests

url = f"{os.environ['ATLASSIAN_API']}/gateway/api/adminhub/um/site/{os.environ['ATLASSIAN_SITE']}/users"
answer = requests.get(url, cookies={"cloud.session.token": os.environ["ATLASSIAN_SESSION"]})
answer.raise_for_status()
for user in answer.json()["users"]:
    print(user["email"])
