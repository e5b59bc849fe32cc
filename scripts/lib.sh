# shellcheck shell=bash
# What the scripts share: finding or installing Java and Maven, building what is missing. To be sourced.
set -euo pipefail

TRADEX_HOME="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# The module that holds what is started; scripts that start something else say so before they source this.
: "${TRADEX_MODULE:=demo}"
TRADEX_LIB="$TRADEX_HOME/$TRADEX_MODULE/target/lib"
TRADEX_JVM_OPTIONS="$TRADEX_HOME/$TRADEX_MODULE/target/jvm.options"
TRADEX_BUILT="$TRADEX_HOME/$TRADEX_MODULE/target/built.stamp"
TRADEX_INSTALL='apt-get install -y openjdk-17-jdk-headless maven'

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

# Whether a Java compiler of 17 or later is there. One that is there and does not run is no reason to install another.
has_jdk() {
  local javac=javac version
  [[ -n "${JAVA_HOME:-}" ]] && javac="$JAVA_HOME/bin/javac"
  command -v "$javac" >/dev/null || return 1
  version="$("$javac" -version 2>&1)" || die "$javac does not run: $version"
  version="${version#javac }"
  [[ "${version%%.*}" =~ ^[0-9]+$ ]] && ((${version%%.*} >= 17))
}

# Whether Maven 3.8 or later is there; to be asked once there is a JDK, without which it does not run.
has_maven() {
  local version
  command -v mvn >/dev/null || return 1
  version="$(mvn --version 2>&1)" || die "mvn does not run: $version"
  version="$(sed -nE 's/.*Apache Maven ([0-9]+)\.([0-9]+).*/\1 \2/p' <<<"$version" | head -n 1)"
  [[ "$version" =~ ^([0-9]+)\ ([0-9]+)$ ]] || return 1
  ((BASH_REMATCH[1] > 3 || (BASH_REMATCH[1] == 3 && BASH_REMATCH[2] >= 8)))
}

# Installs what is missing where that is allowed, else says the one line that does.
need_tools() {
  if has_jdk && has_maven; then
    return
  fi
  if ((EUID != 0)) || ! command -v apt-get >/dev/null; then
    die "JDK 17 and Maven 3.8 or later are needed. On Debian or Ubuntu: sudo $TRADEX_INSTALL"
  fi
  say "JDK 17 and Maven 3.8 or later are needed: $TRADEX_INSTALL"
  apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive $TRADEX_INSTALL >&2
  has_jdk || die "there is still no JDK of 17 or later: is JAVA_HOME right? (${JAVA_HOME:-not set})"
  has_maven || die 'there is still no Maven of 3.8 or later'
}

# Whether a source is newer than what was built.
is_stale() {
  [[ -f "$TRADEX_BUILT" && -f "$TRADEX_JVM_OPTIONS" ]] || return 0
  local newer
  newer="$(cd "$TRADEX_HOME" && find pom.xml ./*/pom.xml ./*/src/main -newer "$TRADEX_BUILT" -print -quit)"
  [[ -n "$newer" ]]
}

# Builds the module and what it needs, without the tests.
build_if_stale() {
  need_tools
  if is_stale; then
    say 'building (a first build takes some minutes) …'
    (cd "$TRADEX_HOME" && rm -rf "$TRADEX_LIB" && mvn -q -pl "$TRADEX_MODULE" -am -Dmaven.test.skip=true package) >&2 \
      || die 'the build failed'
    touch "$TRADEX_BUILT"
  fi
}

# Short sleeps that are short: threads that back off wake up after the 50 µs that Linux adds by default, or more. What is
# started from this shell inherits it. Not every system lets a process say so.
sharpen_timers() {
  { echo 1 >"/proc/$$/timerslack_ns"; } 2>/dev/null || true
}

# Replaces this shell by Java: run_java HEAP MAIN ARGUMENTS…
run_java() {
  local heap="$1" main="$2" java=java
  shift 2
  [[ -n "${JAVA_HOME:-}" ]] && java="$JAVA_HOME/bin/java"
  exec "$java" "@$TRADEX_JVM_OPTIONS" "-Xmx$heap" -cp "$TRADEX_LIB/*" "$main" "$@"
}
