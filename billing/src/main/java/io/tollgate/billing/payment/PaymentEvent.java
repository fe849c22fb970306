package io.tollgate.billing.payment;

import org.jspecify.annotations.Nullable;

/**
 * A provider's message.
 *
 * @param id the provider's; the same message again carries the same
 * @param type the provider's word for it
 * @param fact null when the type tells nothing that we keep books about
 */
public record PaymentEvent(String id, String type, @Nullable Fact fact) {}
