/**
 * Who may ask what of the REST API: the operator by the admin token (role {@code admin}), users by the credential that
 * the login server signed for their device (role {@code user}).
 */
@NullMarked
package io.tollgate.gateway.security;

import org.jspecify.annotations.NullMarked;
