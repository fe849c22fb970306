/** Errors of the REST API as RFC 9457 problem documents: a status, a stable type, one sentence, and the place. */
@NullMarked
package io.tollgate.gateway.problem;

import org.jspecify.annotations.NullMarked;
