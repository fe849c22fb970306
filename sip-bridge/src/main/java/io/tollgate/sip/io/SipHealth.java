package io.tollgate.sip.io;

/**
 * Whether the bridge can take and place calls.
 *
 * @param alive false if a thread of the stack has died or the bridge is closed
 * @param detail one sentence
 * @param calls calls at this moment, lingering ones included
 */
public record SipHealth(boolean alive, String detail, int calls) {}
