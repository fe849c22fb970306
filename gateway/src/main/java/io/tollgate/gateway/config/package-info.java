/** What an operator can set, with units and defaults; a wrong value stops the start and names its key. */
@NullMarked
package io.tollgate.gateway.config;

import org.jspecify.annotations.NullMarked;
