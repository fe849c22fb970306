package io.tollgate.overlay.supernode;

/**
 * How many are there at the moment.
 *
 * @param connections open, proven or not
 * @param devices proven, gateways included
 * @param users with at least one device, gateways included
 * @param gateways gateway devices
 */
public record Presence(int connections, int devices, int users, int gateways) {}
