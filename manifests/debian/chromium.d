# Volition for Debian's Chromium, sourced by /usr/bin/chromium. Chromium compiles an unpacked extension's rule sets into the
# extension's own folder at each start, and loads nothing that lies where it may not write, as in
# /usr/share/chromium/extensions. So the person gets a copy of their own, made anew for each version. Nothing here may keep
# the browser from starting.
volition_from=/usr/share/volition/chromium
volition_all=${XDG_CACHE_HOME:-$HOME/.cache}/volition
volition_to=$volition_all/chromium-@VERSION@
if [ -f "$volition_from/manifest.json" ] && ! expr "$volition_to" : '.*[[:space:],]' >/dev/null; then
  if [ ! -d "$volition_to" ] && mkdir -p "$volition_all" 2>/dev/null; then
    # A Chromium that runs since before an update still reads the older copy.
    [ -L "${XDG_CONFIG_HOME:-$HOME/.config}/chromium/SingletonLock" ] || rm -rf "$volition_all"/chromium-*
    cp -r "$volition_from" "$volition_to.$$" && mv "$volition_to.$$" "$volition_to"
  fi
  if [ -d "$volition_to" ]; then
    case $CHROMIUM_FLAGS in
      *--load-extension=*)
        export CHROMIUM_FLAGS="${CHROMIUM_FLAGS%%--load-extension=*}--load-extension=$volition_to,${CHROMIUM_FLAGS#*--load-extension=}"
        ;;
      *) export CHROMIUM_FLAGS="$CHROMIUM_FLAGS --load-extension=$volition_to" ;;
    esac
  fi
fi
unset volition_from volition_all volition_to
