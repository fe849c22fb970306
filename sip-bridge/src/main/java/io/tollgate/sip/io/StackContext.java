package io.tollgate.sip.io;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the objects that JAIN creates by class name need of their bridge; found by the stack's name. */
record StackContext(DatagramGuard guard, WireTap tap, SipCounters counters) {

    private static final Map<String, StackContext> BY_NAME = new ConcurrentHashMap<>();

    static void register(String stackName, StackContext context) {
        BY_NAME.put(stackName, context);
    }

    static void forget(String stackName) {
        BY_NAME.remove(stackName);
    }

    static StackContext of(String stackName) {
        StackContext context = BY_NAME.get(stackName);
        if (context == null) {
            throw new IllegalStateException("no bridge for stack " + stackName);
        }
        return context;
    }
}
