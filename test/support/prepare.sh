#!/usr/bin/env bash
# Fetches the official runtime clients of AWS Lambda into .cache, for the tests of foreign runtimes, and builds k6 there,
# for the tests of that load engine. What this machine cannot have is named in one line: its tests then skip, and say so.
# Quick when everything is there already.
set -euo pipefail
cd "$(dirname "$0")/../.."

cache=.cache/runtime-clients
mkdir -p "$cache"

# is_made FOLDER STAMP: whether the folder was made complete, from the same sources by the same tools.
is_made() { [ "$(cat "$cache/$1/.stamp" 2>/dev/null)" = "$2" ]; }

prepare_python() {
  local requirements=test/support/python-requirements.txt stamp log="$cache/python.log"
  command -v python3 >/dev/null || { echo "awslambdaric is not prepared: there is no python3"; return; }
  stamp="$(python3 --version) $(cksum <"$requirements")"
  if is_made python "$stamp"; then return; fi
  rm -rf "$cache/python" "$cache/venv"
  # A virtual environment brings a pip of its own, also where the system has none.
  python3 -m venv "$cache/venv" >"$log" 2>&1 ||
    { echo "awslambdaric is not prepared: python3 cannot make a virtual environment, see $log"; return; }
  "$cache/venv/bin/python" -m pip install --quiet --only-binary :all: --target "$cache/python" \
    --requirement "$requirements" >>"$log" 2>&1 ||
    { echo "awslambdaric is not prepared: pip could not install it, see $log"; return; }
  rm -rf "$cache/venv"
  echo "$stamp" >"$cache/python/.stamp"
}

prepare_go() {
  local source=test/support/go-function stamp log="$cache/go.log"
  command -v go >/dev/null || { echo "the Go function is not prepared: there is no go"; return; }
  stamp="$(go version) $(cat "$source"/{go.mod,go.sum,main.go} | cksum)"
  if is_made go "$stamp"; then return; fi
  rm -rf "$cache/go"
  mkdir -p "$cache/go"
  # Without C: the binary then runs in any Linux.
  CGO_ENABLED=0 go build -C "$source" -trimpath -ldflags='-s -w' -o "$PWD/$cache/go/bootstrap" . >"$log" 2>&1 ||
    { echo "the Go function is not prepared: go could not build it, see $log"; return; }
  echo "$stamp" >"$cache/go/.stamp"
}

# Takes a minute and a half on one core, once. Built in its own folder, so with its own list of checksums.
prepare_k6() {
  local version=v2.2.0 stamp folder log="$cache/k6.log"
  command -v go >/dev/null || { echo "k6 is not prepared: there is no go"; return; }
  stamp="$(go version) k6 $version"
  if is_made k6 "$stamp"; then return; fi
  rm -rf "$cache/k6"
  mkdir -p "$cache/k6"
  export GOTOOLCHAIN=local CGO_ENABLED=0
  { folder="$(go mod download -json "go.k6.io/k6/v2@$version" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')" &&
    [ -d "$folder" ] &&
    go build -C "$folder" -buildvcs=false -trimpath -ldflags='-s -w' -o "$PWD/$cache/k6/k6" .; } >"$log" 2>&1 ||
    { echo "k6 is not prepared: go could not build it, see $log"; return; }
  echo "$stamp" >"$cache/k6/.stamp"
}

# 27 MB, once. It goes where the platform looks for it.
prepare_kernel() {
  command -v qemu-system-x86_64 >/dev/null || { echo "virtual machines are not prepared: there is no qemu-system-x86_64"; return; }
  platform/isolation/microvm/fetch-kernel.sh >"$cache/kernel.log" 2>&1 ||
    echo "virtual machines are not prepared: $(tail -n 1 "$cache/kernel.log")"
}

prepare_python
prepare_go
prepare_k6
prepare_kernel
