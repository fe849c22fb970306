/**
 * A private PostgreSQL server for a Tollgate that was given no other.
 *
 * <p>{@link io.tollgate.billing.postgres.io.EmbeddedPostgres#start} unpacks PostgreSQL's binaries once, makes a cluster
 * in a home folder, starts it and answers with a data source; close stops it. The server survives a kill of this process
 * and is stopped by the next start. Commits are durable (fsync on), passwords are SCRAM with generated secrets, only
 * 127.0.0.1 is listened on. PostgreSQL refuses to run as root: {@code RunAs} finds a user for it, and a place which that
 * user can reach. Everything blocks on the caller's thread. Left out on purpose: other platforms than Linux on x86-64,
 * upgrades of the cluster between major versions, and watching the server while it runs.
 */
@NullMarked
package io.tollgate.billing.postgres.io;

import org.jspecify.annotations.NullMarked;
