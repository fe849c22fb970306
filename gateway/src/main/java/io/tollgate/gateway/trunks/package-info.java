/**
 * Which carriers there are and which of them a call is offered to.
 *
 * <p>Trunks and routes are rows of the database, held as one immutable snapshot that is replaced when an operator
 * changes them; the SIP stack asks it for every datagram without touching the database.
 */
@NullMarked
package io.tollgate.gateway.trunks;

import org.jspecify.annotations.NullMarked;
