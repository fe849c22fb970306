/** Tests of the package of this name. */
@NullMarked
package io.tollgate.sip.trunk;

import org.jspecify.annotations.NullMarked;
