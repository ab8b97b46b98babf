# For the scripts beside it, out of the machine: programs that start quickly in it, and the simulator. To be sourced.
# shellcheck shell=bash
set -euo pipefail
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../.."
artifacts=$PWD/artifacts/usb
bin=$artifacts/bin
simulators=()

# provide COMMAND:PACKAGE...: installs what is not there.
provide() {
    local pair need=()
    for pair; do
        command -v "${pair%:*}" >/dev/null || need+=("${pair#*:}")
    done
    ((${#need[@]})) || return 0
    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${need[@]}" >/dev/null
}

# publish PROJECT...: into $bin, compiled ahead of time, because compiling while it starts is what an emulated processor is slowest at. In
# folders of its own, so that `dotnet build --no-restore` finds obj/ as it left it.
publish() {
    local project
    for project; do
        dotnet publish "$project" -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true -p:SatelliteResourceLanguages=en \
            --artifacts-path "$artifacts/build" -o "$bin" -v quiet
    done
}

# simulate NAME BOARDS [OPTION...]: virtual boards out here; its port is $port, its words are in $out/simulate-NAME.txt and .log.
simulate() {
    local name=$1
    shift
    : >"$out/simulate-$name.txt"
    dotnet "$bin/gangflash.dll" simulate "$@" --listen 127.0.0.1:0 >"$out/simulate-$name.txt" 2>"$out/simulate-$name.log" &
    simulators+=($!)
    for _ in {1..300}; do
        port=$(sed -n 's/^listening on .*://p' "$out/simulate-$name.txt")
        [[ -z $port ]] || return 0
        sleep 0.1
    done
    echo "the simulator does not listen" >&2
    cat "$out/simulate-$name.log" >&2
    return 1
}

stop_simulators() {
    local it
    for it in "${simulators[@]}"; do kill "$it" 2>/dev/null || true; done
    for it in "${simulators[@]}"; do wait "$it" || true; done
    simulators=()
}
trap stop_simulators EXIT
