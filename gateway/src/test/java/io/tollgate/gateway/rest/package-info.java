/** The REST API over HTTP, against the real application and a real database. */
@NullMarked
package io.tollgate.gateway.rest;

import org.jspecify.annotations.NullMarked;
