# Shared by the scripts of this folder; sourced, not run. Fits the bash 3.2 of macOS too.

root=$(CDPATH='' cd -- "${BASH_SOURCE[0]%/*}/.." && pwd -P)
venv=$root/.venv
python=$venv/bin/python
stamp=$venv/.installed # line 1: the folder it was made in; line 2: what was installed

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$@"
    exit 1
}

# Prints the first Python that fits. Each is run, not only found: version managers leave stubs.
find_python() {
    local name old='' bare=''
    for name in python3.13 python3.12 python3.11 python3; do
        "$name" -c '' 2>/dev/null || continue
        if ! "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            old=$("$name" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])')
        elif ! "$name" -c 'import ensurepip, venv' 2>/dev/null; then
            bare=${bare:-$name}
        else
            printf '%s\n' "$name"
            return
        fi
    done
    if [ -n "$bare" ]; then
        name=$("$bare" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        fail "$bare cannot make a virtual environment (no venv or ensurepip module)." \
            "On Debian or Ubuntu: sudo apt-get install $name. Then run this again."
    fi
    fail "Python 3.11 or newer is needed; found ${old:-none} (looked for python3.13, python3.12," \
        "python3.11 and python3). Install it, then run this again."
}

# A venv holds absolute paths, so one that was moved or copied along is made anew.
is_usable() {
    "$python" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || return
    [ ! -f "$stamp" ] || [ "$(sed -n 1p "$stamp")" = "$root" ]
}

fingerprint() {
    "$python" - "$root/setup.cfg" "$root/pyproject.toml" <<'EOP'
import hashlib
import pathlib
import sys

parts = [sys.version.encode(), *(pathlib.Path(name).read_bytes() for name in sys.argv[1:])]
print(hashlib.sha256(b"\0".join(parts)).hexdigest())
EOP
}

# install_framing "" or "[test]": the package into .venv, unless nothing changed since last time.
# Editable, so that a change of the source needs no install; -qq keeps only the errors of pip.
install_framing() {
    local extra=$1 wanted found
    if ! is_usable; then
        found=$(find_python)
        say "Making .venv with $found"
        "$found" -m venv --clear "$venv" || fail "No virtual environment could be made in $venv."
    fi
    wanted=$(fingerprint)
    # What the tests need holds all that the package needs.
    case $(sed -n 2p "$stamp" 2>/dev/null) in
    "$wanted$extra" | "${wanted}[test]") return ;;
    esac
    say "Installing framing$extra into .venv (the first time takes a minute or two)"
    rm -f "$stamp"
    (cd "$root" && "$python" -m pip install -qq --disable-pip-version-check -e ".$extra") ||
        fail "pip could not install framing$extra; its message stands above."
    printf '%s\n' "$root" "$wanted$extra" >"$stamp"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Several packages may stand in one argument.
apt_install() {
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $1 \
        </dev/null 2>&1
}

# A program in the path; or, where there is a blank in it, a check that has to succeed.
is_here() {
    case $1 in
    *" "*) eval "$1" >/dev/null 2>&1 ;;
    *) command -v "$1" >/dev/null ;;
    esac
}

# system_package NAMES COMMAND [WHAT]: COMMAND (or a check) from the packages NAMES; where it cannot
# be had, false and one line that says WHAT is left out.
system_package() {
    local name=$1 command=$2 what=${3:-"what needs $1"} log
    ! is_here "$command" || return 0
    if ! command -v apt-get >/dev/null; then
        say "left out: $what: $name is not here, and no apt-get to install it"
        return 1
    fi
    if ! as_root true 2>/dev/null; then
        say "left out: $what: $name is not here; sudo apt-get install $name brings it"
        return 1
    fi
    say "Installing $name (apt-get)"
    # The package lists may be missing or old: only then are they fetched, and it is tried again.
    log=$(apt_install "$name") ||
        log=$(as_root apt-get update </dev/null 2>&1 && apt_install "$name") ||
        printf '%s\n' "$log" | tail -n 5 >&2
    if ! is_here "$command"; then
        say "left out: $what: apt-get could not install $name"
        return 1
    fi
}
