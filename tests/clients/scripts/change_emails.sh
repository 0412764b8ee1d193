#!/bin/bash
# Changes addresses the way administrators do it in a shell: columns account_id, old_email, email, read by position and cut at
# commas; a carriage return behind the last one is taken off; whatever the answer is, the next line follows.
file=$1

header=true
while read line || [ -n "$line" ]; do
  if [ "$header" = true ]; then
    header=false
    continue
  fi
  account_id=$(echo "$line" | cut -d , -f 1)
  email=$(echo "$line" | cut -d , -f 3)
  email=${email%%[[:cntrl:]]}
  echo "$account_id becomes $email"
  curl --silent --request PUT \
    --url "$ATLASSIAN_API/users/$account_id/manage/email" \
    --header "Authorization: Bearer $ATLASSIAN_KEY" \
    --header "Content-Type: application/json" \
    --data "{ \"email\": \"$email\" }"
done < "$file"
