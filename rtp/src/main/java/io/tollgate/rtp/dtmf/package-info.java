/**
 * DTMF digits, received and sent: as telephone events in RTP (RFC 4733), and as sound (ITU-T Q.23, Q.24) where a trunk has
 * no telephone events.
 *
 * <p>Pure: packets, samples, timestamps and times come in as arguments. Owned by the media worker of the call, which asks
 * the {@link io.tollgate.rtp.dtmf.TelephoneEventSender} at each packet time whether an event goes out instead of audio, and
 * hands incoming event packets to the {@link io.tollgate.rtp.dtmf.TelephoneEventReceiver}. On a leg without events the {@link
 * io.tollgate.rtp.dtmf.ToneDigitDetector} hears every decoded frame and tells the same listener, and the {@link
 * io.tollgate.rtp.dtmf.ToneDigitSender} puts tones in the place of the frames that go out.
 *
 * <p>Left out on purpose: events other than the sixteen digits, several events in one packet, and the tone format of RFC
 * 4733 section 4.
 */
@NullMarked
package io.tollgate.rtp.dtmf;

import org.jspecify.annotations.NullMarked;
