#!/usr/bin/env bash
# Run a command inside a private, throw-away desktop: X server, session bus,
# accessibility bus, window manager. Everything started here is ended here,
# by process id. Safe to run several at once.
#
#   with-desktop.sh [--size WxH] [--dpi N] [--no-wm] COMMAND [ARG...]
#
# Needs: xvfb openbox dbus at-spi2-core; scripts beside this one also use
# python3-gi gir1.2-atspi-2.0 xdotool xclip imagemagick x11-utils.
set -euo pipefail
size=1280x800 dpi=96 wm=1
while [[ ${1:-} == --* ]]; do
  case $1 in
    --size) size=$2; shift 2 ;;
    --dpi) dpi=$2; shift 2 ;;
    --no-wm) wm=0; shift ;;
    --) shift; break ;;
    *) echo "unknown option $1" >&2; exit 2 ;;
  esac
done
[[ $# -gt 0 ]] || { echo "usage: $0 COMMAND..." >&2; exit 2; }

work=$(mktemp -d)
pids=()
finish() {
  local rc=$?
  trap - EXIT
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do kill "${pids[i]}" 2>/dev/null || true; done
  for p in "${pids[@]}"; do wait "$p" 2>/dev/null || true; done
  rm -rf "$work"
  exit "$rc"
}
trap finish EXIT
trap 'exit 130' INT TERM

# A private home, so that a test neither reads nor writes a real profile.
export HOME=$work/home XDG_RUNTIME_DIR=$work/run
export XDG_CONFIG_HOME=$HOME/.config XDG_DATA_HOME=$HOME/.local/share
export XDG_CACHE_HOME=$HOME/.cache XDG_STATE_HOME=$HOME/.local/state
mkdir -p "$XDG_CONFIG_HOME" "$XDG_DATA_HOME" "$XDG_CACHE_HOME" "$XDG_STATE_HOME"
mkdir -m 700 "$XDG_RUNTIME_DIR"
# A proper UTF-8 locale: without it Qt warns and non-ASCII file names break.
export LC_ALL=${E2E_LOCALE:-C.UTF-8} LANG=${E2E_LOCALE:-C.UTF-8}
# Pin everything that changes pixels or picks another platform.
unset WAYLAND_DISPLAY QT_STYLE_OVERRIDE QT_QPA_PLATFORMTHEME QT_SCALE_FACTOR SESSION_MANAGER
export QT_QPA_PLATFORM=xcb XDG_SESSION_TYPE=x11 XDG_CURRENT_DESKTOP=${XDG_CURRENT_DESKTOP:-openbox}
export QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 NO_AT_BRIDGE=0 GTK_A11Y=none

# -displayfd picks a free number and says it once the server takes clients.
mkfifo "$work/display"
Xvfb -displayfd 7 -screen 0 "${size}x24" -dpi "$dpi" -nolisten tcp -noreset \
  7>"$work/display" >"$work/xvfb.log" 2>&1 &
pids+=($!)
read -r -t 20 number <"$work/display" || { cat "$work/xvfb.log" >&2; exit 1; }
export DISPLAY=:$number

dbus-daemon --session --nofork --nopidfile --print-address=8 8>"$work/bus" \
  >"$work/dbus.log" 2>&1 &
pids+=($!)
for _ in $(seq 100); do [[ -s $work/bus ]] && break; sleep 0.05; done
DBUS_SESSION_BUS_ADDRESS=$(head -n1 "$work/bus")
export DBUS_SESSION_BUS_ADDRESS

# Bus activation would start this too; doing it here makes the end clean and
# the order certain (the bus address must be on the root window before Qt asks).
for launcher in /usr/libexec/at-spi-bus-launcher /usr/lib/at-spi2-core/at-spi-bus-launcher; do
  [[ -x $launcher ]] && break
done
"$launcher" --launch-immediately >"$work/atspi.log" 2>&1 &
pids+=($!)
for _ in $(seq 100); do
  dbus-send --session --print-reply=literal --dest=org.a11y.Bus /org/a11y/bus \
    org.a11y.Bus.GetAddress >/dev/null 2>&1 && break
  sleep 0.05
done

if ((wm)); then
  openbox --sm-disable >"$work/openbox.log" 2>&1 &
  pids+=($!)
  for _ in $(seq 100); do
    xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q 'window id' && break
    sleep 0.05
  done
fi
export E2E_WORK=$work
"$@"
