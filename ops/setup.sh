#!/usr/bin/env bash
# Makes .venv from the two locks, builds the page's view (publish/page/view) and the compiled reader of claims (extract/claims/native), or does
# nothing when all of it already stands. Everything it writes is inside the project's folder; only as root it installs with apt what is missing:
# Rust, and for `ops/setup.sh tests` Chromium.
# `ops/setup.sh bi` makes Superset's environment: build/bi/venv from requirements-bi.lock.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case "${1:-}" in
  bi) venv=build/bi/venv lock=requirements-bi.lock size='0.8 GB' ;;
  *) venv=.venv lock=requirements.lock size='1.1 GB' ;;
esac
stamp=$venv/installed            # what the locks were when the last whole install ended; written last
log=$venv/install.log

fail() { printf 'make: %s\n' "$1" >&2; exit 1; }

wanted() { cat requirements-bootstrap.lock $lock | cksum; }

is_installed() { [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(wanted)" ] && $venv/bin/python -c '' 2>/dev/null; }

find_python() {
  local candidate
  for candidate in ${PYTHON:-python3 python3.11 python3.12 python3.13}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      echo "$candidate"
      return
    fi
  done
  fail "Iljari needs Python 3.11 or newer, and ${PYTHON:-python3} is not: install one, or name it with 'make PYTHON=/path/to/python3.11 …'."
}

explain() {  # why the install failed, as one line that says what to do
  if grep -qiE 'do not match the hash|hash mismatch' "$log"; then
    fail "a downloaded package is not the one that the lock names, so nothing of it was installed; see $log and check your package mirror."
  fi
  if grep -qiE 'no space left|disk quota' "$log"; then
    fail "the disk is full: about 2 GB are needed in $(pwd); make room and run the same command again."
  fi
  if grep -qiE 'dns|resolve|connect|network|timed out|timeout|unreachable|no matching distribution|could not find a version|error sending request' "$log"; then
    fail "the packages could not be fetched: connect to the network, or point PIP_INDEX_URL at a mirror, and run the same command again (details: $log)."
  fi
  fail "the packages could not be installed: $(tail -n 1 "$log") (details: $log; 'rm -rf $venv' starts afresh)."
}

# The page's own code is not there while an image is built from the locks alone.
build_page() { [ ! -x publish/page/view/build.sh ] || publish/page/view/build.sh; }

# The claims are the same without it, only slower to read: whoever has no Rust goes on.
build_reader() {
  local build=extract/claims/native/build.sh asked=build/native/no-rust status=0
  [ -x $build ] || return 0
  $build || status=$?
  [ $status = 3 ] || return $status
  if [ -f $asked ]; then return; fi  # once is enough
  mkdir -p build/native && touch $asked
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "make: installing Rust for the compiled reader of claims (apt-get install cargo)"
    # Debian 12 has its newer Rust under a name of its own.
    { apt-get update && { install_with_apt cargo-web gcc libc6-dev || install_with_apt cargo gcc libc6-dev; }; } >>"$log" 2>&1 &&
      $build && return
  fi
  echo "make: claims will be read in Python: the same claims, some fifteen times as slow. For the compiled reader have Rust 1.75 or newer and a C linker installed ('apt install cargo-web gcc', or 'apt install cargo gcc' on Debian 13 and Ubuntu 24.04), then run the same command again."
}

install_with_apt() { DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; }

# The page is tested in a real browser. Nothing else needs one.
need_browser() {
  if command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then return; fi
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "make: installing Chromium for the tests of the page (apt-get install chromium)"
    { apt-get update && install_with_apt chromium fonts-noto-cjk; } >>"$log" 2>&1 && return
    fail "Chromium could not be installed: $(tail -n 1 "$log") (details: $log)."
  fi
  fail "the tests of the page need Chromium, which is not installed: have an administrator run 'apt install chromium fonts-noto-cjk' (or your system's like) and run the same command again."
}

# Both at once: one core is busy for a minute with the reader.
build() {
  local reader status=0
  build_reader &
  reader=$!
  build_page || status=$?
  wait "$reader" || status=$?
  return $status
}

finish() {
  case "${1:-}" in
    bi) ;;
    tests) build; need_browser ;;
    *) build ;;
  esac
}

if is_installed; then finish "$@"; exit 0; fi

# Two first calls at once would write into the same .venv: the second waits, then finds it done. (macOS has no flock.)
mkdir -p var
if command -v flock >/dev/null; then
  exec 9>var/setup.lock
  flock 9
  if is_installed; then finish "$@"; exit 0; fi
fi

export PIP_CACHE_DIR=$PWD/$venv/.cache/pip UV_CACHE_DIR=$PWD/$venv/.cache/uv
# pip asks rustc for its version, and a rustup that finds no settings writes some into the home directory.
rustup_home=${RUSTUP_HOME-}
export RUSTUP_HOME=${RUSTUP_HOME:-$PWD/$venv/.cache/rustup}
export UV_SYSTEM_CERTS=1  # a company's own certificate authority is known to the system, not to uv
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_REQUIRE_VIRTUALENV=1 PIP_RETRIES=2 PIP_DEFAULT_TIMEOUT=30 UV_NO_PROGRESS=1 UV_PYTHON_DOWNLOADS=never

if ! $venv/bin/python -m pip --version >/dev/null 2>&1; then
  python=$(find_python)
  echo "make: making $venv with $("$python" --version 2>&1)"
  mkdir -p "$(dirname "$venv")"
  "$python" -m venv --clear $venv >/dev/null 2>&1 ||
    fail "'$python -m venv' does not work here: install it (on Debian and Ubuntu: apt install python3-venv) and run the same command again."
fi
rm -f "$stamp"
: > "$log"

if ! $venv/bin/python -c 'import uv' 2>/dev/null; then
  $venv/bin/python -m pip install --quiet --require-hashes -r requirements-bootstrap.lock >>"$log" 2>&1 || explain
fi
echo "make: installing the locked packages (about $size on disk; once)"
# uv takes seconds where pip takes minutes; pip knows settings that uv does not (pip.conf, a company's mirror) and reads the same lock (which is
# whole, so pip need not look for dependencies; and with hashes it would stumble over one that is asked for with an extra).
if ! $venv/bin/uv pip install --quiet --python $venv/bin/python --require-hashes -r $lock >>"$log" 2>&1; then
  $venv/bin/python -m pip install --quiet --require-hashes --no-deps -r $lock >>"$log" 2>&1 || explain
fi
rm -rf $venv/.cache
wanted > "$stamp"
if [ -n "$rustup_home" ]; then RUSTUP_HOME=$rustup_home; else unset RUSTUP_HOME; fi
finish "$@"
