#!/bin/sh
# LibreOffice and a virtual screen for the tests, where apt-get and root are at hand; elsewhere those tests are skipped.
set -eu
missing=
for program in soffice pdftoppm Xvfb xdotool; do
    command -v "$program" >/dev/null 2>&1 || missing=yes
done
if [ -z "$missing" ]; then exit 0; fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "LibreOffice is not installed, and cannot be from here: tests that need it will be skipped." >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends libreoffice-calc python3-uno fonts-noto-cjk poppler-utils xvfb xdotool \
    >/dev/null
