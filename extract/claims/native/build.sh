#!/usr/bin/env bash
# Builds the compiled reader into build/native, or does nothing when nothing has changed. Needs Rust (cargo) and a C linker (cc).
# Without them it ends with 3 and says nothing: claims are then read in Python.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

root=$(cd ../../.. && pwd)
out=$root/build/native
log=$out/build.log
stamp=$out/built
oldest=1.75

case "$(uname -s)" in
  Darwin) library=libiljari_claims.dylib ;;
  *) library=libiljari_claims.so ;;
esac

fail() { printf 'native: %s\n' "$1" >&2; exit 1; }

# What the library depends on: names and contents of the crate, and the machine.
wanted() { { uname -sm; find Cargo.toml Cargo.lock src -type f -print0 | LC_ALL=C sort -z | xargs -0 cksum; } | cksum; }

is_built() { [ -f "$out/$library" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$(wanted)" ]; }

is_new_enough() {
  local version
  version=$(cargo --version 2>/dev/null | cut -d ' ' -f 2) && [ -n "$version" ] &&
    [ "$(printf '%s\n%s\n' "$oldest" "$version" | sort -V | head -n 1)" = "$oldest" ]
}

if is_built; then exit 0; fi
mkdir -p "$out"
# A rustup that finds no settings would write some into the home directory.
[ -d "${RUSTUP_HOME:-${HOME:-/}/.rustup}" ] || export RUSTUP_HOME=$out/rustup
is_new_enough || exit 3
command -v cc >/dev/null || exit 3

# Two first calls at once would write into the same folder: the second waits, then finds it done. (macOS has no flock.)
if command -v flock >/dev/null; then
  exec 7>"$out/lock"
  flock 7
  if is_built; then exit 0; fi
fi

echo "native: compiling the reader of claims (about a minute; once)"
rm -f "$stamp"
# Nothing is fetched: the crate has no dependencies. cargo's own files stay in here.
CARGO_HOME=$out/home cargo build --release --offline --locked --target-dir "$out/target" >"$log" 2>&1 ||
  { tail -n 20 "$log" >&2; fail "the reader could not be compiled (details: $log)."; }
# Moved, not written: a process that has the old one open keeps it.
cp "$out/target/release/$library" "$out/$library.new"
mv "$out/$library.new" "$out/$library"
rm -rf "$out/target" "$out/home"
rm -f "$out/no-rust"
wanted > "$stamp"
