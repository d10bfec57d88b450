#!/bin/sh
# LibreOffice for the tests, where apt-get and root are at hand; elsewhere those tests are skipped.
set -eu
if command -v soffice >/dev/null 2>&1 && command -v pdftoppm >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "LibreOffice is not installed, and cannot be from here: tests that need it will be skipped." >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends libreoffice-calc python3-uno fonts-noto-cjk poppler-utils >/dev/null
