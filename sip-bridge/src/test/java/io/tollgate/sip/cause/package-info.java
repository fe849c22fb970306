/** Tests of the package of this name. */
@NullMarked
package io.tollgate.sip.cause;

import org.jspecify.annotations.NullMarked;
