/**
 * The base classes of all servers, and the process, file and network operations that they share.
 *
 * <p>No child process outlives its parent, however the parent exits. All children use the same mechanism, the lifeline: a
 * pipe from the parent to the child's standard input. Only the parent holds its write end, which the operating system
 * closes when the parent exits, even by SIGKILL. A child that reads end-of-file stops what it runs, deletes its
 * directory and exits.
 *
 * <ul>
 *   <li>{@code guard.sh}, the shell of a {@link dev.lockrace.servers.process.GuardedProcess}, reads commands from the
 *       lifeline. It protects programs that know no lifeline, such as PostgreSQL, and directories.
 *   <li>{@code ServerHost} reads the lifeline itself, because it stops its servers gracefully.
 * </ul>
 */
@NullMarked
package dev.lockrace.servers.process;

import org.jspecify.annotations.NullMarked;
