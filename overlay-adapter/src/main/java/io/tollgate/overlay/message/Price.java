package io.tollgate.overlay.message;

/**
 * What a call costs.
 *
 * @param perMinuteMicros millionths of the currency unit for each minute
 * @param currency ISO 4217 code
 * @param connectionFeeMicros once, when the call is answered
 * @param incrementS charged in steps of so many seconds
 * @param firstS the first step, in seconds
 */
public record Price(long perMinuteMicros, String currency, long connectionFeeMicros, int incrementS, int firstS) {}
