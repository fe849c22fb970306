/**
 * What stands in for the outside world in the demo and in tests, within the gateway's process but reached by HTTP only.
 * The simulated telephone network is a program of its own ({@code deploy/demo-carrier}).
 */
@NullMarked
package io.tollgate.gateway.demo;

import org.jspecify.annotations.NullMarked;
