#!/usr/bin/env bash
# Makes podman images that bear the names python:3.11-slim-bookworm and postgres:15-bookworm, out of Debian's own packages:
# for a machine that reaches Debian's archive but no image registry. Needs root, debootstrap and podman.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

base=$(mktemp -d)
trap 'rm -rf "$base"' EXIT
debootstrap --variant=minbase --include=ca-certificates,python3,python3-venv bookworm "$base"
tar -c --numeric-owner -C "$base" . | podman import - localhost/iljari-debian:bookworm
podman build --isolation=chroot --network=host -f python.Dockerfile -t docker.io/library/python:3.11-slim-bookworm .
podman build --isolation=chroot --network=host -f postgres.Dockerfile -t docker.io/library/postgres:15-bookworm .
