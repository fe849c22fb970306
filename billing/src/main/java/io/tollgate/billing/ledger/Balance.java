package io.tollgate.billing.ledger;

/**
 * A user's money at one instant.
 *
 * @param balanceMicros the sum of all entries; may be negative
 * @param heldMicros put aside for live calls
 * @param creditLimitMicros how far below zero the account may spend; 0 for prepaid
 */
public record Balance(String currency, long balanceMicros, long heldMicros, long creditLimitMicros) {

    /** What a new hold could take. */
    public long availableMicros() {
        return balanceMicros + creditLimitMicros - heldMicros;
    }
}
