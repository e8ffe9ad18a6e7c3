#!/bin/sh
# Writes the variables that docker-compose.yml asks for, with new secrets: sh deploy/docker/make-env.sh https://ml.example.org > .env
set -eu
address=${1:?give the address that people type, such as https://ml.example.org}

hex() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; }
base64_of() { head -c "$1" /dev/urandom | base64 | tr -d '\n'; }

echo "PLUMBLINE_PUBLIC_URL=$address"
echo "PLUMBLINE_SECRET=$(base64_of 48)"
echo "SECRETS_KEY=$(base64_of 32)"
for name in POSTGRES DATABASE_OWNER DATABASE_APP DATABASE_SYSTEM DATABASE_RETENTION REDIS; do
  echo "${name}_PASSWORD=$(hex)"
done
echo "S3_SECRET_ACCESS_KEY=$(hex)"
