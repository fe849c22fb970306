package io.tollgate.billing.ledger;

/**
 * What a recovery did.
 *
 * @param settled answered calls charged for the talk time last confirmed
 * @param released unanswered calls ended without a charge
 * @param foundSettled calls that somebody else had settled meanwhile
 * @param failed calls that could not be settled and stay in the journal
 */
public record RecoveryReport(int settled, int released, int foundSettled, int failed) {
    public static final RecoveryReport NOTHING = new RecoveryReport(0, 0, 0, 0);
}
