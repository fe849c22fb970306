/** Tests of the package of this name. */
@NullMarked
package io.tollgate.sip.auth;

import org.jspecify.annotations.NullMarked;
