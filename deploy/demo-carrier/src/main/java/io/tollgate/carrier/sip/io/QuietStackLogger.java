package io.tollgate.carrier.sip.io;

import gov.nist.core.StackLogger;
import java.util.Properties;

/** Takes JAIN-SIP's log lines to the platform's logger at DEBUG; its own classes want log4j 1. JAIN makes it by name. */
public final class QuietStackLogger implements StackLogger {
    private static final System.Logger LOG = System.getLogger("io.tollgate.carrier.jain");

    @Override
    public void logStackTrace() {}

    @Override
    public void logStackTrace(int level) {}

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void logException(Throwable e) {
        LOG.log(System.Logger.Level.DEBUG, "stack", e);
    }

    @Override
    public void logDebug(String message) {}

    @Override
    public void logDebug(String message, Exception e) {}

    @Override
    public void logTrace(String message) {}

    @Override
    public void logFatalError(String message) {
        LOG.log(System.Logger.Level.ERROR, message);
    }

    @Override
    public void logError(String message) {
        LOG.log(System.Logger.Level.DEBUG, message);
    }

    @Override
    public void logError(String message, Exception e) {
        LOG.log(System.Logger.Level.DEBUG, message, e);
    }

    @Override
    public boolean isLoggingEnabled() {
        return LOG.isLoggable(System.Logger.Level.DEBUG);
    }

    @Override
    public boolean isLoggingEnabled(int level) {
        return level <= TRACE_ERROR && isLoggingEnabled();
    }

    @Override
    public void logWarning(String message) {}

    @Override
    public void logInfo(String message) {}

    @Override
    public void disableLogging() {}

    @Override
    public void enableLogging() {}

    @Override
    public void setBuildTimeStamp(String stamp) {}

    @Override
    public void setStackProperties(Properties properties) {}

    @Override
    public String getLoggerName() {
        return "io.tollgate.carrier.jain";
    }
}
