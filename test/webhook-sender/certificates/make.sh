#!/usr/bin/env bash
# Makes the certificates of the webhook tests: valid for 100 years, but for the one that has expired. Needs OpenSSL 3.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/ca.cnf" <<CNF
[ca]
default_ca = here
[here]
database = $work/index
new_certs_dir = $work
default_md = sha256
rand_serial = yes
unique_subject = no
copy_extensions = copy
policy = any
[any]
organizationName = optional
commonName = supplied
CNF
touch "$work/index"

sign() { # file, key, subject, extension, end, how it is signed
  openssl req -new -key "$2" -subj "$3" -addext "$4" -out "$work/request.pem"
  openssl ca -batch -notext -config "$work/ca.cnf" -in "$work/request.pem" -out "$1" \
    -startdate 20200101000000Z -enddate "$5" "${@:6}" 2>/dev/null
}

key=$work/authority.key
openssl ecparam -genkey -name prime256v1 -noout -out "$key"
openssl ecparam -genkey -name prime256v1 -noout -out server.key
by=(-cert authority.pem -keyfile "$key")
here='subjectAltName=DNS:localhost,IP:127.0.0.1'
never=21200101000000Z

sign authority.pem "$key" '/O=Test Authority/CN=Test Authority' basicConstraints=critical,CA:TRUE \
  $never -selfsign -keyfile "$key"
sign localhost.pem server.key '/O=Switchboard tests/CN=localhost' "$here" $never "${by[@]}"
sign elsewhere.pem server.key '/O=Switchboard tests/CN=elsewhere' \
  subjectAltName=DNS:elsewhere.example $never "${by[@]}"
sign expired.pem server.key '/O=Switchboard tests/CN=localhost' "$here" 20210101000000Z "${by[@]}"
sign self-signed.pem server.key '/O=Nobody/CN=localhost' "$here" $never -selfsign -keyfile server.key
