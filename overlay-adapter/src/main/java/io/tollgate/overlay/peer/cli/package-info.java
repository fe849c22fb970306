/**
 * The peer on the command line: {@code call}, {@code listen}, {@code login}, {@code status}.
 *
 * <p>One line of JSON (with {@code --json}) goes to standard output, progress and logs to standard error; what happened is
 * also the exit code ({@link io.tollgate.overlay.peer.cli.ExitCode}). Each command runs on the main thread; Ctrl-C is a
 * shutdown hook that hangs up and lets the main thread finish its report.
 *
 * <p>Left out on purpose: an interactive dialler (that is the web page's job).
 */
@NullMarked
package io.tollgate.overlay.peer.cli;

import org.jspecify.annotations.NullMarked;
