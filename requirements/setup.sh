#!/bin/sh
# Makes the virtual environment .venv and installs the locked dependencies, when that is needed:
# on the first call, after a change of the lock, and after the Python under it went away.
# PYTHON=… chooses the Python to build it with.
set -eu
cd "$(dirname "$0")/.."

lock=requirements/dev.txt
stamp=.venv/installed-lock

say() { printf '%s\n' "$*" >&2; }

# A name on the PATH may be a shim for a version that is not active, so each is tried by running it.
usable() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
        >/dev/null 2>&1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        if usable "$PYTHON"; then
            printf '%s\n' "$PYTHON"
            return
        fi
        say "PYTHON=$PYTHON is not a Python 3.11, 3.12 or 3.13 with its venv module."
        return 1
    fi
    for name in python3.13 python3.12 python3.11 python3; do
        if usable "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
    found=$(python3 --version 2>/dev/null || echo "no Python 3")
    say "Wellness needs Python 3.11, 3.12 or 3.13 with its venv module, and there is $found here."
    say "Install one (Debian, Ubuntu: apt-get install python3 python3-venv; macOS: brew install"
    say "python@3.13), or name it: make run PYTHON=/path/to/python3.13"
    return 1
}

if ! usable .venv/bin/python; then
    python=$(find_python)
    if [ -e .venv ]; then
        say "The virtual environment in .venv no longer works and is made anew."
    fi
    say "Making a virtual environment with $("$python" --version) …"
    "$python" -m venv --clear .venv
fi

wanted=$(.venv/bin/python -c \
    'import hashlib, sys; print(sys.version_info[:2], hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' \
    "$lock")
if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    say "Installing the locked dependencies; the first time this takes about half a minute …"
    # An environment whose making was interrupted may lack pip.
    .venv/bin/python -c 'import pip' 2>/dev/null || .venv/bin/python -m ensurepip >/dev/null
    .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes \
        --requirement "$lock"
    printf '%s\n' "$wanted" >"$stamp"
fi
