# Guards what a JVM started. Standard input is the JVM's lifeline: when it closes, in whatever way the JVM ended, the
# server is ended and its folder deleted. Signals of the terminal are ignored, so that Ctrl-C does not end it early.
#
# usage: guard.sh FOLDER ABORT_SIGNAL [COMMAND ARGUMENT...]
#   in:  "signal NAME"  sends the server a signal
#        "leave"        (once the server has ended) ends the guard and leaves the folder
#   out: "started PID", "exited CODE"
unset LOCKRACE_GUARD
trap '' HUP INT PIPE TERM
PATH=$PATH:/usr/bin:/bin
folder=$1 abort=$2
shift 2
exec 3<&0 </dev/null

obey() {
  while read -r word argument <&3; do
    if [ "$word" = signal ]; then kill -s "$argument" "$server"; fi
  done
  tries=0
  while [ $tries -lt 100 ]; do
    kill -s "$abort" "$server"
    kill -s CONT "$server"
    sleep 0.1
    tries=$((tries + 1))
  done
  kill -s KILL "$server"
}

# PostgreSQL ended by SIGKILL leaves its System V segment; its pid file tells which.
delete_segment() {
  if [ -f "$folder/data/postmaster.pid" ]; then
    ipcrm -m "$(sed -n '7s/.* //p' "$folder/data/postmaster.pid")"
  fi
}

# Processes that are just ending may still write.
delete_folder() {
  tries=0
  until rm -rf -- "$folder" || [ $tries -ge 100 ]; do
    sleep 0.1
    tries=$((tries + 1))
  done
}

if [ $# -gt 0 ]; then
  # Tells of itself only once it heeds signals again: one sent before would be lost.
  (trap - HUP INT PIPE TERM && exec /bin/sh -c 'echo "started $$"; exec "$@" >&2 3<&-' lockrace-start "$@") &
  server=$!
  obey 2>/dev/null &
  obeying=$!
  wait "$server"
  code=$?
  kill -s KILL "$obeying" 2>/dev/null
  wait "$obeying" 2>/dev/null
  echo "exited $code" 2>/dev/null
fi
while read -r word <&3; do
  if [ "$word" = leave ]; then exit 0; fi
done
delete_segment 2>/dev/null
delete_folder 2>/dev/null
