package io.tollgate.rtp.media;

import io.tollgate.rtp.dsp.EchoCanceller;
import io.tollgate.rtp.dsp.EchoSettings;
import io.tollgate.rtp.dsp.GainControl;
import io.tollgate.rtp.dsp.SpeechDetector;
import io.tollgate.rtp.dsp.VoiceBandData;
import io.tollgate.rtp.dtmf.TelephoneEventReceiver;
import io.tollgate.rtp.dtmf.TelephoneEventSender;
import io.tollgate.rtp.dtmf.ToneDigitDetector;
import io.tollgate.rtp.dtmf.ToneDigitSender;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done to the sound of a trunk leg where its settings ask for it: digits as tones, silence left out, echo taken
 * away, loudness made even. Where a fax or a modem is heard, less is done, which {@link VoiceBandData} decides. Owned by the worker, allocates nothing per frame.
 */
final class TelephoneSound {
    private static final long NOISE_SEED = 168;

    private final AudioOutput output;
    private final TelephoneEventSender events;
    private final TelephoneEventReceiver.Listener digits;
    private TrunkSettings settings = TrunkSettings.USUAL;
    private int sampleRate;
    private boolean hasEvents = true;
    private @Nullable ToneDigitDetector listening;
    private @Nullable ToneDigitSender tones;
    private @Nullable EchoCanceller echo;
    private @Nullable EchoReference said;
    private @Nullable GainControl gain;
    private @Nullable SpeechDetector speech;
    private @Nullable VoiceBandData modems;
    private boolean bypassed;
    private int noisePt = -1;
    private short[] far = new short[0];

    TelephoneSound(AudioOutput output, TelephoneEventSender events, TelephoneEventReceiver.Listener digits) {
        this.output = output;
        this.events = events;
        this.digits = digits;
    }

    void settings(TrunkSettings value) {
        settings = value;
    }

    /** Makes what the settings ask for after a negotiation. */
    void negotiated(TrunkParameters p) {
        int rate = p.codec().sampleRate();
        boolean changed = rate != sampleRate;
        sampleRate = rate;
        hasEvents = p.tePt() >= 0;
        boolean hears = settings.dtmf() == TrunkSettings.InbandDigits.ALWAYS
                || (settings.dtmf() == TrunkSettings.InbandDigits.WHEN_NO_EVENTS && !hasEvents);
        boolean says = settings.dtmf() != TrunkSettings.InbandDigits.NEVER && !hasEvents;
        listening = !hears ? null : listening == null || changed ? new ToneDigitDetector(rate, digits) : listening;
        tones = !says ? null : tones == null || changed ? new ToneDigitSender(rate) : tones;
        echo(rate, changed);
        gain(rate, changed);
        noisePt = settings.comfortNoise() && rate == 8_000 ? p.comfortNoisePt() : -1;
        boolean touches = settings.silenceSuppression() || settings.gainControl() || settings.echoTailMs() > 0;
        if (modems == null || changed) {
            modems = touches ? new VoiceBandData(rate) : null;
        }
        output.suppress(settings.silenceSuppression() && !data() ? new SilenceSuppression(rate) : null, noisePt);
    }

    private boolean data() {
        VoiceBandData tones = modems;
        return tones != null && tones.data();
    }

    /** After either direction was listened to for the tones of faxes and modems. */
    private void judge(VoiceBandData tones) {
        if (tones.data() && gain != null) {
            gain = null;
            speech = null;
        }
        if (tones.data() && output.suppresses()) {
            output.suppress(null, noisePt);
        }
        EchoCanceller canceller = echo;
        if (bypassed && !tones.clear() && canceller != null) {
            canceller.reset();
        }
        bypassed = tones.clear();
    }

    private void echo(int rate, boolean changed) {
        if (settings.echoTailMs() == 0) {
            echo = null;
            said = null;
        } else if (echo == null || changed) {
            int tailMs = Math.max(EchoSettings.MIN_TAIL_MS, settings.echoTailMs());
            echo = new EchoCanceller(new EchoSettings(rate, tailMs, EchoSettings.MAX_DELAY_MS, true, NOISE_SEED));
            said = new EchoReference(rate);
            far = new short[rate / 50];
        }
    }

    private void gain(int rate, boolean changed) {
        if (!settings.gainControl() || data()) {
            gain = null;
        } else if (gain == null || changed) {
            gain = new GainControl(rate);
            speech = new SpeechDetector(rate);
        }
    }

    /** Whether the sound has to be looked at, so that packets cannot pass undecoded. */
    boolean wantsSound() {
        return listening != null || output.suppresses() || echo != null || gain != null;
    }

    /** What was heard from the trunk, before it goes on. */
    void heard(short[] pcm, int samples) {
        VoiceBandData tones = modems;
        if (tones != null) {
            tones.heard(pcm, 0, samples);
            judge(tones);
        }
        EchoCanceller canceller = echo;
        EchoReference reference = said;
        if (canceller != null && reference != null) {
            reference.take(far, samples);
            if (!bypassed) {
                canceller.process(far, 0, pcm, 0, samples);
            }
        }
        ToneDigitDetector detector = listening;
        if (detector != null) {
            detector.listenAndMute(pcm, 0, samples);
        }
        GainControl control = gain;
        SpeechDetector voice = speech;
        if (control != null && voice != null) {
            control.process(pcm, 0, samples, voice.speech(pcm, 0, samples));
        }
    }

    /** What is about to be said to the trunk. */
    void saying(short[] pcm, int samples) {
        ToneDigitSender sender = tones;
        if (sender != null && sender.active()) {
            sender.replace(pcm, 0, samples);
        }
        VoiceBandData modem = modems;
        if (modem != null) {
            modem.saying(pcm, 0, samples);
            judge(modem);
        }
        EchoReference reference = said;
        if (reference != null) {
            reference.said(pcm, samples);
        }
    }

    // ---- digits towards the trunk, as events or as tones

    boolean sendsDigits() {
        return hasEvents || tones != null;
    }

    boolean digitsActive() {
        ToneDigitSender sender = tones;
        return sender == null ? events.active() : sender.active();
    }

    void digits(String text) {
        ToneDigitSender sender = tones;
        if (sender == null) {
            events.enqueue(text);
        } else {
            sender.enqueue(text);
        }
    }

    void hold(char digit) {
        ToneDigitSender sender = tones;
        if (sender == null) {
            events.hold(digit);
        } else {
            sender.hold(digit);
        }
    }

    void release(int durationMs) {
        ToneDigitSender sender = tones;
        if (sender == null) {
            events.release(durationMs);
        } else {
            sender.release(durationMs);
        }
    }

    /** The stages from the trunk, in words. */
    List<String> stagesIn() {
        List<String> stages = new ArrayList<>();
        VoiceBandData modem = modems;
        if (modem != null && modem.data()) {
            stages.add("data(" + modem.words() + ")");
        }
        if (echo != null) {
            stages.add("echo canceller(" + (bypassed ? "bypassed" : settings.echoTailMs() + " ms") + ")");
        }
        if (listening != null) {
            stages.add("dtmf detector");
        }
        if (gain != null) {
            stages.add("gain control");
        }
        return stages;
    }

    /** The stages towards the trunk, in words. */
    List<String> stagesOut() {
        List<String> stages = new ArrayList<>();
        if (tones != null) {
            stages.add("dtmf tones");
        }
        if (output.suppresses()) {
            stages.add("silence suppression");
        }
        return stages;
    }
}
