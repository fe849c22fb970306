/** Tests of the package of this name. */
@NullMarked
package io.tollgate.sip.io;

import org.jspecify.annotations.NullMarked;
