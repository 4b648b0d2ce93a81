#!/bin/bash
# A small job: works as many seconds as its input says, notes that it succeeded, and reports when it began and ended. It reports by
# itself, because the start of another program for that, 8 ms for curl, would count as overhead of ours.
started=$((${EPOCHREALTIME/[.,]/} / 1000))

report() {
  local address=${SLIPWAY_CALLBACK_URL#http://}
  local host=${address%%/*} version status rest
  { exec 3<>"/dev/tcp/${host%:*}/${host##*:}"; } 2>/dev/null || return 1
  printf 'POST /%s HTTP/1.1\r\nhost: %s\r\nauthorization: Bearer %s\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s' \
    "${address#*/}" "$host" "$SLIPWAY_CALLBACK_TOKEN" "${#1}" "$1" >&3
  read -r -t 5 version status rest <&3
  exec 3>&-
  [[ $status == 2* ]]
}

sleep "$SLIPWAY_INPUT"
echo "${SLIPWAY_ITEM:-bare}" >> "$SUCCESSES"
result="{\"startedAt\": $started, \"endedAt\": $((${EPOCHREALTIME/[.,]/} / 1000))}"
if [[ $SLIPWAY_CALLBACK_URL ]]; then
  for _ in {1..6}; do
    report "{\"kind\": \"ended\", \"exitCode\": 0, \"result\": $result}" && break
    sleep 1
  done
fi
echo "$result"
