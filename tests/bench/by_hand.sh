#!/bin/bash
# What somebody types who has the same files at hand: the yardstick for apply. Runs as root on the bare machine.
# $1: project. Standard input of the whole script: a tar with the files; /root/bootstrap.rb is in it too.
set -euo pipefail
project=$1
tar -xpf - -C /
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -qqy --no-install-recommends docker.io docker-cli docker-compose apparmor
apt-get install -qqy --no-install-recommends nftables unattended-upgrades systemd-timesyncd
systemctl enable -q --now docker chatwoot-deploy-firewall unattended-upgrades
cd "/opt/$project"
docker compose pull -q
docker compose up -d --wait postgres redis
docker compose run --rm -T migrate
docker compose up -d --no-deps --wait chatwoot worker scheduler traefik
docker exec -i "$project-chatwoot" bundle exec rails runner - < /root/bootstrap.rb | grep -c . >/dev/null
mv "/opt/$project/route.yaml" "/opt/$project/traefik/dynamic/route.yaml"
