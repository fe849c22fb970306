/**
 * Looks after credit in PostgreSQL. Candidates are found without locks; each is then decided under its account's lock, in a
 * transaction of its own, so that any number of gateways may look at once.
 */
@NullMarked
package io.tollgate.billing.upkeep.jdbc;

import org.jspecify.annotations.NullMarked;
