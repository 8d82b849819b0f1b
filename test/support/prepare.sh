#!/usr/bin/env bash
# Fetches the official clients of AWS Lambda into .cache, those that call it and those that functions run on, builds what
# has to be built, and the programs of Go that the tests drive. What this machine cannot have is named in one line: its tests then skip, and say so.
# Quick when everything is there already; else it takes some four minutes on two cores.
set -euo pipefail
cd "$(dirname "$0")/../.."

cache=.cache/runtime-clients
mkdir -p "$cache"

# is_made FOLDER STAMP: whether the folder was made complete, from the same sources by the same tools.
is_made() { [ "$(cat "$cache/$1/.stamp" 2>/dev/null)" = "$2" ]; }

# prepare_python FOLDER REQUIREMENTS WHAT: packages of PyPI in a folder of their own.
prepare_python() {
  local folder="$cache/$1" requirements="test/support/$2" what="$3" stamp log="$cache/$1.log" venv="$cache/$1-venv"
  command -v python3 >/dev/null || { echo "$what is not prepared: there is no python3"; return; }
  stamp="$(python3 --version) $(cksum <"$requirements")"
  if is_made "$1" "$stamp"; then return; fi
  rm -rf "$folder" "$venv"
  # A virtual environment brings a pip of its own, also where the system has none.
  python3 -m venv "$venv" >"$log" 2>&1 ||
    { echo "$what is not prepared: python3 cannot make a virtual environment, see $log"; return; }
  "$venv/bin/python" -m pip install --quiet --only-binary :all: --target "$folder" \
    --requirement "$requirements" >>"$log" 2>&1 ||
    { echo "$what is not prepared: pip could not install it, see $log"; return; }
  rm -rf "$venv"
  echo "$stamp" >"$folder/.stamp"
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

prepare_rust() {
  local source=test/support/rust-function stamp log="$cache/rust.log"
  command -v cargo >/dev/null || { echo "the Rust function is not prepared: there is no cargo"; return; }
  stamp="$(cargo --version) $(cat "$source"/{Cargo.toml,Cargo.lock,src/main.rs} | cksum)"
  if is_made rust "$stamp"; then return; fi
  rm -rf "$cache/rust"
  mkdir -p "$cache/rust"
  cargo build --manifest-path "$source/Cargo.toml" --locked --release --target-dir "$cache/rust/target" >"$log" 2>&1 ||
    { echo "the Rust function is not prepared: cargo could not build it, see $log"; return; }
  mv "$cache/rust/target/release/bootstrap" "$cache/rust"
  rm -rf "$cache/rust/target"
  echo "$stamp" >"$cache/rust/.stamp"
}

prepare_java() {
  local source=test/support/java-function stamp log="$cache/java.log" tool
  for tool in mvn javac java; do
    command -v "$tool" >/dev/null || { echo "the Java function is not prepared: there is no $tool"; return; }
  done
  stamp="$(javac -version) $(cat "$source"/{pom.xml,Handler.java} | cksum)"
  if is_made java "$stamp"; then return; fi
  rm -rf "$cache/java"
  mkdir -p "$cache/java"
  { mvn -q -B -f "$source/pom.xml" dependency:copy-dependencies "-DoutputDirectory=$PWD/$cache/java" &&
    javac -cp "$cache/java/*" -d "$cache/java" "$source/Handler.java"; } >"$log" 2>&1 ||
    { echo "the Java function is not prepared: its client could not be fetched or the function not compiled, see $log"; return; }
  echo "$stamp" >"$cache/java/.stamp"
}

# The client builds a native part from the sources of curl that it brings, in the script that installs it.
prepare_node() {
  local source=test/support/node-function stamp log="$cache/node.log" tool
  for tool in npm autoconf automake libtoolize cmake make g++; do
    command -v "$tool" >/dev/null || { echo "aws-lambda-ric is not prepared: there is no $tool"; return; }
  done
  stamp="$(node --version) $(cat "$source"/package*.json | cksum)"
  if is_made node "$stamp"; then return; fi
  rm -rf "$cache/node"
  mkdir -p "$cache/node"
  cp "$source"/package*.json "$cache/node"
  # The headers that came with this Node.js, rather than a download of them.
  npm_config_nodedir="$(dirname "$(dirname "$(node -p process.execPath)")")" \
    npm ci --prefix "$cache/node" --no-audit --no-fund >"$log" 2>&1 ||
    { echo "aws-lambda-ric is not prepared: npm could not build it, see $log"; return; }
  # What it needs to run, which is a hundredth of what it was built from.
  mkdir "$cache/node/client"
  mv "$cache"/node/node_modules/aws-lambda-ric/{bin,dist,package.json,LICENSE} "$cache/node/client"
  rm -rf "$cache"/node/{node_modules,package*.json}
  echo "$stamp" >"$cache/node/.stamp"
}

# prepare_go_program NAME MODULE VERSION PACKAGE [LDFLAGS]: built in the module's own folder, so with its own list of checksums.
prepare_go_program() {
  local name="$1" module="$2" version="$3" package="$4" ldflags="-s -w ${5:-}" stamp folder log="$cache/$1.log"
  command -v go >/dev/null || { echo "$name is not prepared: there is no go"; return; }
  stamp="$(go version) $module $version $ldflags"
  if is_made "$name" "$stamp"; then return; fi
  rm -rf "$cache/$name"
  mkdir -p "$cache/$name"
  export GOTOOLCHAIN=local CGO_ENABLED=0
  { folder="$(go mod download -json "$module@$version" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')" &&
    [ -d "$folder" ] &&
    go build -C "$folder" -buildvcs=false -trimpath -ldflags="$ldflags" -o "$PWD/$cache/$name/$name" "$package"; } >"$log" 2>&1 ||
    { echo "$name is not prepared: go could not build it, see $log"; return; }
  echo "$stamp" >"$cache/$name/.stamp"
}

# One after the other: each takes a minute on one core, once. Debian's InfluxDB is older than /api/v2/write and Flux, and
# its VictoriaMetrics older than OpenTelemetry.
prepare_go_programs() {
  prepare_go_program k6 go.k6.io/k6/v2 v2.2.0 .
  prepare_go_program influxd github.com/influxdata/influxdb v1.8.10 ./cmd/influxd '-X main.version=1.8.10'
  prepare_go_program victoria-metrics github.com/VictoriaMetrics/VictoriaMetrics v1.122.0 ./app/victoria-metrics
}

# 27 MB, once. It goes where the platform looks for it.
prepare_kernel() {
  command -v qemu-system-x86_64 >/dev/null || { echo "virtual machines are not prepared: there is no qemu-system-x86_64"; return; }
  platform/isolation/microvm/fetch-kernel.sh >"$cache/kernel.log" 2>&1 ||
    echo "virtual machines are not prepared: $(tail -n 1 "$cache/kernel.log")"
}

# Beside each other: most of them wait for a network or have steps that use one core.
prepare_python python python-requirements.txt awslambdaric &
prepare_python aws-clients aws-clients-requirements.txt 'boto3 with the AWS command line' &
prepare_python simfaas simfaas-requirements.txt SimFaaS &
prepare_go &
prepare_rust &
prepare_java &
prepare_node &
prepare_go_programs &
prepare_kernel &
wait
