# Guards a directory, and optionally a server that a JVM started. Standard input is the lifeline from that JVM. When it
# reaches end-of-file, the guard stops the server and deletes the directory. The guard ignores the terminal's signals, so
# that Ctrl-C does not end it early.
#
# usage: guard.sh DIRECTORY ABORT_SIGNAL [COMMAND ARGUMENT...]
#   in:  "signal NAME"  sends a signal to the server
#        "dismiss"      ends the guard after the server has exited, and keeps the directory
#   out: "started PID", "exited CODE"
unset LOCKRACE_GUARD
trap '' HUP INT PIPE TERM
PATH=$PATH:/usr/bin:/bin
directory=$1 abort=$2
shift 2
exec 3<&0 </dev/null

forward_signals() {
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

# A PostgreSQL killed by SIGKILL leaves its System V segment; its pid file contains the id.
delete_segment() {
  if [ -f "$directory/data/postmaster.pid" ]; then
    ipcrm -m "$(sed -n '7s/.* //p' "$directory/data/postmaster.pid")"
  fi
}

# A server whose clock is stepped by libfaketime leaves this behind, named after its process.
delete_clock_memory() { rm -f "/dev/shm/faketime_shm_$server" "/dev/shm/sem.faketime_sem_$server"; }

# Processes that are exiting may still write.
delete_directory() {
  tries=0
  until rm -rf -- "$directory" || [ $tries -ge 100 ]; do
    sleep 0.1
    tries=$((tries + 1))
  done
}

if [ $# -gt 0 ]; then
  # Reports its PID only after it has reset the signal handlers: an earlier signal would be lost.
  (trap - HUP INT PIPE TERM && exec /bin/sh -c 'echo "started $$"; exec "$@" >&2 3<&-' lockrace-start "$@") &
  server=$!
  forward_signals 2>/dev/null &
  forwarding=$!
  wait "$server"
  code=$?
  kill -s KILL "$forwarding" 2>/dev/null
  wait "$forwarding" 2>/dev/null
  delete_clock_memory
  echo "exited $code" 2>/dev/null
fi
while read -r word <&3; do
  if [ "$word" = dismiss ]; then exit 0; fi
done
delete_segment 2>/dev/null
delete_directory 2>/dev/null
