/**
 * DTMF digits as telephone events in RTP (RFC 4733), received and sent.
 *
 * <p>Pure: packets, timestamps and times come in as arguments. Owned by the media worker of the call, which asks the
 * {@link io.tollgate.rtp.dtmf.TelephoneEventSender} at each packet time whether an event goes out instead of audio, and hands
 * incoming event packets to the {@link io.tollgate.rtp.dtmf.TelephoneEventReceiver}.
 *
 * <p>Left out on purpose: digits as tones in the audio (they pass through as sound, but nothing listens for them), events
 * other than the sixteen digits, and the tone format of RFC 4733 section 4.
 */
@NullMarked
package io.tollgate.rtp.dtmf;

import org.jspecify.annotations.NullMarked;
