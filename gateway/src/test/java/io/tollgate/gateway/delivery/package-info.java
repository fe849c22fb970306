@NullMarked
package io.tollgate.gateway.delivery;

import org.jspecify.annotations.NullMarked;
