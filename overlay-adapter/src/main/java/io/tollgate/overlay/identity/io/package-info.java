/**
 * The device keys of a command-line peer on disk: one JSON file that only its owner may read. Blocking file access, on
 * the caller's thread. Left out on purpose: encrypting the file with a passphrase, and key stores of the operating
 * system.
 */
@NullMarked
package io.tollgate.overlay.identity.io;

import org.jspecify.annotations.NullMarked;
