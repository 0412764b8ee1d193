#!/bin/bash
# Lists all managed accounts with curl and jq: an id a line. The loop ends where the link to the next page is null or not there.
url="$ATLASSIAN_API/admin/v1/orgs/$ATLASSIAN_ORG/users"
while [ "$url" != null ]; do
  page=$(curl --silent --fail --header "Authorization: Bearer $ATLASSIAN_KEY" --url "$url") || exit 1
  jq --raw-output '.data[].account_id' <<< "$page"
  url=$(jq --raw-output '.links.next' <<< "$page")
done
