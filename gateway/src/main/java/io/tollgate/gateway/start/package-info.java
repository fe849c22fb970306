/**
 * From the command line to a gateway that takes calls: options, the embedded database before the application, the demo
 * after it, and one sentence for whatever keeps it from starting.
 */
@NullMarked
package io.tollgate.gateway.start;

import org.jspecify.annotations.NullMarked;
