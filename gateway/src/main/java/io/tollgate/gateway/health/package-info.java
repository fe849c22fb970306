/** Whether the gateway can take calls, part by part, for load balancers and operators. */
@NullMarked
package io.tollgate.gateway.health;

import org.jspecify.annotations.NullMarked;
