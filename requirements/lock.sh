#!/bin/sh
# Writes the lock files from pyproject.toml: versions and hashes for every Python from 3.11 to 3.13
# and every system. The resolver comes in an environment of its own that is thrown away afterwards;
# UV=/path/to/uv uses one that is there already. Arguments go to the resolver, such as --upgrade.
set -eu
cd "$(dirname "$0")/.."

if [ -z "${UV:-}" ]; then
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    "${PYTHON:-python3}" -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check uv
    UV="$folder/bin/uv"
fi

compile() {
    "$UV" pip compile pyproject.toml "$@" --quiet --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-emit-find-links \
        --custom-compile-command "make lock"
}

compile --group dev --output-file requirements/dev.txt "$@"
compile --constraints requirements/dev.txt --output-file requirements/base.txt
echo "requirements/base.txt and requirements/dev.txt are up to date with pyproject.toml."
