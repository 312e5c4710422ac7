#!/bin/sh
# Gets one of the linters, once, and prints where it is. Where it cannot, it prints why, in words that a skipped test has in its name.
#   install.sh kubeconform | kube-score | checkov
set -eu

here=$(cd "$(dirname "$0")" && pwd)
store=$(cd "$here/../../../.." && pwd)/.evenkeel/linters
patience=600
PATH=$PATH:/usr/local/go/bin

main() {
    case $1 in
        kubeconform) from_go "$1" github.com/yannh/kubeconform/cmd/kubeconform v0.7.0 ;;
        kube-score) from_go "$1" github.com/zegl/kube-score/cmd/kube-score v1.20.0 ;;
        checkov) from_python "$1" 3.3.30 ;;
    esac
}

from_go() {
    program=$store/$1-$3/$1
    [ ! -x "$program" ] || found
    command -v go >/dev/null || refuse "needs Go, to build $1"
    GOBIN=$(dirname "$program") timeout "$patience" nice go install "$2@$3" >"$(log "$1")" 2>&1 || refuse "needs $1, which could not be built: $(tail -n 1 "$(log "$1")")"
    found
}

from_python() {
    program=$store/$1-$2/bin/$1
    [ ! -x "$program" ] || found
    python3 -c 'import venv' 2>/dev/null || refuse "needs Python 3 with venv, for $1"
    rm -rf "$store/$1-$2"
    python3 -m venv "$store/$1-$2" >"$(log "$1")" 2>&1 || refuse "needs $1, and Python makes no environment for it: $(tail -n 1 "$(log "$1")")"
    timeout "$patience" nice "$store/$1-$2/bin/pip" install --quiet --retries 1 "$1==$2" >"$(log "$1")" 2>&1 || refuse "needs $1, which could not be installed: $(tail -n 1 "$(log "$1")")"
    found
}

log() {
    mkdir -p "$store"
    echo "$store/$1.log"
}

found() {
    echo "$program"
    exit 0
}

refuse() {
    echo "$1"
    exit 1
}

main "$@"
