/**
 * Contracts in PostgreSQL. Whoever looks for what is due takes one contract at a time, under its account's lock and
 * skipping rows that another looks at; standing, money, talk time, number and notice change in one transaction.
 */
@NullMarked
package io.tollgate.billing.renewal.jdbc;

import org.jspecify.annotations.NullMarked;
