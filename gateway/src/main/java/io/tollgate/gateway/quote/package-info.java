/**
 * What a typed number means for a user: who it belongs to, what it costs, how long the credit lasts, or why it cannot be
 * called. The same answer serves the screen before dialling and the call itself.
 */
@NullMarked
package io.tollgate.gateway.quote;

import org.jspecify.annotations.NullMarked;
