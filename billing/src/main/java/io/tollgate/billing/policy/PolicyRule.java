package io.tollgate.billing.policy;

/** Every rule by which a call can be refused, under the name that record, metric and event carry. */
public enum PolicyRule {
    /** The kind of line, by its numbering plan: premium, satellite and the like. */
    DENIED_KIND("denied-kind", false),
    /** A prefix of the number, unless a longer one allows it. */
    DENIED_PREFIX("denied-prefix", false),
    /** The price per minute. */
    RATE_CEILING("rate-ceiling", false),
    /** Calls of the account in progress. */
    CONCURRENT_CALLS("concurrent-calls", false),
    /** Numbers that the account had never called before, within an hour. */
    NEW_DESTINATIONS("new-destinations", false),
    /** Answered calls over within seconds, within ten minutes. */
    SHORT_CALLS("short-calls", false),
    /** What calls of one day (UTC) may cost. */
    DAILY_SPEND("daily-spend", false),
    /** What calls of one month (UTC) may cost. */
    MONTHLY_SPEND("monthly-spend", false),
    /** Far more on one day than the account is used to spend: it is suspended and the operator told. */
    UNUSUAL_SPEND("unusual-spend", true);

    private final String word;
    private final boolean suspends;

    PolicyRule(String word, boolean suspends) {
        this.word = word;
        this.suspends = suspends;
    }

    /** The stable name. */
    public String word() {
        return word;
    }

    /** Whether the account is suspended by it. */
    public boolean suspends() {
        return suspends;
    }
}
