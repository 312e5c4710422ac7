#!/bin/sh
# Builds the programs of a test cluster, once for each state of their sources, and prints the folder they are in. Where
# it cannot, it prints why, in words that a skipped test has in its name. Progress goes to standard error.
#
#   build.sh          waits while another one builds; a build that failed has failed until the next `again`
#   build.sh again    as a run of tests begins
#
# The sources of the control plane lie beside the project, in ../shared/testcluster, or where EVENKEEL_TESTCLUSTER says.
# Without Go's build cache it takes ten minutes of two cores, so it leaves them to whatever else wants to run.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../../../.." && pwd)
sources=${EVENKEEL_TESTCLUSTER:-$project/../shared/testcluster}
store=$project/.evenkeel/testcluster
version=v1.35.0
metrics_server=sigs.k8s.io/metrics-server/cmd/metrics-server@v0.9.0
patience=2700
gigabytes=10
PATH=$PATH:/usr/local/go/bin

main() {
    require_machine
    folder=$store/$(hash_of_sources)
    mkdir -p "$folder"
    exec 9>"$store/lock"
    until flock --timeout 30 9; do
        echo "Waiting for the test cluster's programs: $(tail -n 1 "$store/progress")" >&2
    done
    [ "${1:-}" != again ] || rm -f "$folder/failed"
    build_all
    remove_outdated
    echo "$folder"
}

require_machine() {
    for program in flock chrt timeout; do
        command -v "$program" >/dev/null || refuse "needs Linux and its $program, for a Kubernetes cluster of its own"
    done
    [ -f "$sources/go.mod" ] || refuse "needs the test cluster's sources, in ../shared/testcluster beside the project or where EVENKEEL_TESTCLUSTER says"
    command -v go >/dev/null || refuse "needs Go, to build a Kubernetes control plane"
}

refuse() {
    echo "$1"
    exit 1
}

hash_of_sources() {
    {
        go version
        cat "$here/build.sh"
        for place in "$sources" "$here/kubectl"; do
            (cd "$place" && find . -type f | LC_ALL=C sort | xargs sha256sum)
        done
    } | sha256sum | cut -c 1-16
}

build_all() {
    begun=$(date +%s)
    build testcluster "$sources" -ldflags "-X k8s.io/component-base/version.gitVersion=$version" .
    build coredns "$sources/coredns" .
    build kubectl "$here/kubectl" -ldflags "-X k8s.io/component-base/version.gitVersion=$version" .
    build metrics-server / "$metrics_server"
}

# build NAME FOLDER ARGUMENT...: a program is whole or not there, however a build ends.
build() {
    name=$1
    [ ! -x "$folder/bin/$name" ] || return 0
    [ ! -f "$folder/failed" ] || refuse "$(cat "$folder/failed")"
    require_space
    echo "building $name for $version" | tee "$store/progress" >&2
    rm -rf "$folder/new"
    compile "$@" >"$folder/$name.log" 2>&1 || fail
    mkdir -p "$folder/bin"
    mv "$folder/new/$name" "$folder/bin/$name"
    echo "$name is built, $(($(date +%s) - begun)) s after the first was begun" | tee "$store/progress" >&2
}

compile() {
    cd "$2"
    shift 2
    case $name in
        metrics-server) set -- install -buildvcs=false "$@" ;;
        *) set -- build -buildvcs=false -o "$folder/new/" "$@" ;;
    esac
    GOBIN=$folder/new timeout "$((begun + patience - $(date +%s)))" chrt --idle 0 go "$@" 9>&-
}

require_space() {
    free=$(df --output=avail --block-size=1G "$store" | tail -n 1)
    [ "$free" -ge "$gigabytes" ] || refuse "needs $gigabytes GB of disk to build a Kubernetes control plane; $((free)) are free"
}

fail() {
    reason="needs a test cluster, whose build failed ($name): $(grep -v '^go: downloading' "$folder/$name.log" | tail -n 1)"
    echo "$reason" >"$folder/failed"
    refuse "$reason"
}

remove_outdated() {
    find "$store" -mindepth 1 -maxdepth 1 -type d ! -path "$folder" -exec rm -rf {} +
}

main "$@"
