package io.tollgate.rtp.audio;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The tones by which a telephone network tells its callers what is going on, after ITU-T E.180 and its supplement of
 * national tones. Pure; a tone is a pattern of sounds and silences that {@link Pattern#render} turns into PCM.
 */
public final class Tones {
    /** 950, 1400 and 1800 Hz without gaps and a second of silence (E.180 section 7). */
    private static final String SIT = "950:330 1400:330 1800:330 -:1000";

    /**
     * Whose tones. The columns are the ringing tone, busy, congestion, special information and call waiting; each is a row
     * of sounds, {@code hertz:milliseconds}, with {@code +} between frequencies sounded together, {@code *} before the one
     * that modulates, and {@code -} for silence. Plans other than GB, US and EU are named by the country's ISO 3166 code.
     *
     * <p>Sources: <em>ITU's list of 2003</em> is "Various tones used in national networks (according to ITU-T
     * Recommendation E.180)", annex to Operational Bulletin 781; <em>E.180 Supplement 2</em> is its predecessor. Both were
     * read in the form in which exchanges carry them in their configuration, not in the original; where they say nothing of
     * a tone, or something that is none, the one that E.180 recommends stands in its place.
     */
    public enum Plan {
        /** United Kingdom (BT SIN 350). */
        GB(
                "400+450:400 -:200 400+450:400 -:2000",
                "400:375 -:375",
                "400:400 -:350 400:225 -:525",
                SIT,
                "400:100 -:4000"),
        /** United States and Canada (Telcordia GR-506 and ANSI T1.401; the special information tone is the one for intercepted calls). */
        US(
                "440+480:2000 -:4000",
                "480+620:500 -:500",
                "480+620:250 -:250",
                "913.8:274 1370.6:274 1776.7:380 -:100",
                "440:300 -:10000"),
        /** 425 Hz with the cadences that ITU-T E.180 recommends, for countries that are not listed. */
        EU("425:1000 -:4000", "425:500 -:500", "425:250 -:250", SIT, "425:200 -:200 425:200 -:5000"),
        /** Austria (ITU's list of 2003). */
        AT("420:1000 -:5000", "420:400 -:400", "420:200 -:200", "950:330 1450:330 1850:330 -:1000", "420:40 -:1960"),
        /** Australia; a tone of 425 Hz says that a number cannot be had (ACIF S002). */
        AU(
                "413+438:400 -:200 413+438:400 -:2000",
                "425:375 -:375",
                "425:375 -:375",
                "425:2500 -:500",
                "425:200 -:200 425:200 -:4400"),
        /** Belgium (ITU's list of 2003). */
        BE(
                "425:1000 -:3000",
                "425:500 -:500",
                "425:167 -:167",
                "900:330 1400:330 1800:330 -:1000",
                "1400:175 -:175 1400:175 -:3500"),
        /** Bulgaria (ITU's list of 2003). */
        BG("425:1000 -:4000", "425:500 -:500", "425:250 -:250", SIT, "425:150 -:150 425:150 -:4000"),
        /** Brazil (E.180 Supplement 2). */
        BR("425:1000 -:4000", "425:250 -:250", "425:250 -:250 425:750 -:250", SIT, "425:50 -:1000"),
        /** Switzerland (ITU's list of 2003). */
        CH("425:1000 -:4000", "425:500 -:500", "425:200 -:200", SIT, "425:200 -:200 425:200 -:4000"),
        /** Chile (E.180 Supplement 2). */
        CL("400:1000 -:3000", "400:500 -:500", "400:200 -:200", SIT, "400:250 -:8750"),
        /** China (ITU's list of 2003). */
        CN(
                "450:1000 -:4000",
                "450:350 -:350",
                "450:700 -:700",
                "450:100 -:100 450:100 -:100 450:100 -:100 450:400 -:400",
                "450:400 -:4000"),
        /** Czechia (ITU's list of 2003). */
        CZ(
                "425:1000 -:4000",
                "425:330 -:330",
                "425:165 -:165",
                "950:330 -:30 1400:330 -:30 1800:330 -:1000",
                "425:330 -:9000"),
        /** Germany (ITU's list of 2003). */
        DE("425:1000 -:4000", "425:480 -:480", "425:240 -:240", SIT, "425:200 -:200 425:200 -:5000"),
        /** Denmark (ITU's list of 2003). */
        DK("425:1000 -:4000", "425:500 -:500", "425:200 -:200", SIT, "425:200 -:600 425:200 -:3000"),
        /** Estonia (ITU's list of 2003). */
        EE("425:1000 -:4000", "425:300 -:300", "425:200 -:200", SIT, "950:650 -:325 950:325 -:30 1400:1300 -:2600"),
        /** Spain (E.180 Supplement 2). */
        ES(
                "425:1500 -:3000",
                "425:200 -:200",
                "425:200 -:200 425:200 -:200 425:200 -:600",
                SIT,
                "425:175 -:175 425:175 -:3500"),
        /** Finland (E.180 Supplement 2). */
        FI("425:1000 -:4000", "425:300 -:300", "425:200 -:200", SIT, "425:150 -:150 425:150 -:8000"),
        /** France (ITU's list of 2003). */
        FR("440:1500 -:3500", "440:500 -:500", "440:250 -:250", SIT, "440:300 -:10000"),
        /** Greece (E.180 Supplement 2). */
        GR("425:1000 -:4000", "425:300 -:300", "425:200 -:200", SIT, "425:150 -:150 425:150 -:8000"),
        /** Hungary (ITU's list of 2003). */
        HU("425:1250 -:3750", "425:300 -:300", "425:300 -:300", SIT, "425:40 -:1960"),
        /** Indonesia (ITU's list of 2003). */
        ID("425:1000 -:4000", "425:500 -:500", "425:250 -:250", SIT, "425:150 -:150 425:150 -:10000"),
        /** Israel (E.180 Supplement 2). */
        IL(
                "414:1000 -:3000",
                "414:500 -:500",
                "414:250 -:250",
                "1000:330 1400:330 1800:330 -:1000",
                "414:100 -:100 414:100 -:100 414:600 -:3000"),
        /** India (E.180 Supplement 2). */
        IN("400*25:400 -:200 400*25:400 -:2000", "400:750 -:750", "400:250 -:250", SIT, "400:200 -:100 400:200 -:7500"),
        /** Italy (ITU's list of 2003). */
        IT("425:1000 -:4000", "425:500 -:500", "425:200 -:200", SIT, "425:400 -:100 425:250 -:100 425:150 -:14000"),
        /** Japan (E.180 Supplement 2). */
        JP("400*16:1000 -:2000", "400:500 -:500", "400:500 -:500", SIT, "400*16:500 -:8000"),
        /** Lithuania (E.180 Supplement 2). */
        LT("425:1000 -:4000", "425:350 -:350", "425:200 -:200", SIT, "425:150 -:150 425:150 -:4000"),
        /** Mexico (E.180 Supplement 2). */
        MX(
                "425:1000 -:4000",
                "425:250 -:250",
                "425:250 -:250",
                "950:330 -:30 1400:330 -:30 1800:330 -:1000",
                "425:200 -:600 425:200 -:10000"),
        /** Netherlands (ITU's list of 2003). */
        NL("425:1000 -:4000", "425:500 -:500", "425:250 -:250", SIT, "425:500 -:9500"),
        /** Norway (E.180 Supplement 2). */
        NO("425:1000 -:4000", "425:500 -:500", "425:200 -:200", SIT, "425:200 -:600 425:200 -:10000"),
        /** New Zealand; a tone of 400 Hz says that a number cannot be had (Telecom New Zealand TNA 102). */
        NZ(
                "400+450:400 -:200 400+450:400 -:2000",
                "400:500 -:500",
                "400:250 -:250",
                "400:75 -:100 400:75 -:100 400:75 -:100 400:75 -:400",
                "400:200 -:3000"),
        /** Philippines (ITU's list of 2003). */
        PH("425+480:1000 -:4000", "480+620:500 -:500", "480+620:250 -:250", SIT, "440:300 -:10000"),
        /** Poland (E.180 Supplement 2). */
        PL("425:1000 -:4000", "425:500 -:500", "425:500 -:500", SIT, "425:150 -:150 425:150 -:4000"),
        /** Portugal (E.180 Supplement 2). */
        PT("425:1000 -:5000", "425:500 -:500", "425:200 -:200", SIT, "440:300 -:10000"),
        /** Russia (OST 45.223-2001). */
        RU("425:1000 -:4000", "425:350 -:350", "425:175 -:175", SIT, "425:200 -:5000"),
        /** Sweden (E.180 Supplement 2). */
        SE(
                "425:1000 -:5000",
                "425:250 -:250",
                "425:250 -:750",
                "950:332 -:24 1400:332 -:24 1800:332 -:2024",
                "425:200 -:500 425:200 -:9100"),
        /** Singapore (IDA TS PSTN1). */
        SG(
                "425*24:400 -:200 425*24:400 -:2000",
                "425:750 -:750",
                "425:250 -:250",
                SIT,
                "425*24:300 -:200 425*24:300 -:3200"),
        /** Thailand (ITU's list of 2003). */
        TH("420:1000 -:5000", "400:500 -:500", "400:300 -:300", SIT, "1000:400 -:10000"),
        /** Taiwan (E.180 Supplement 2). */
        TW(
                "440+480:1000 -:2000",
                "480+620:500 -:500",
                "480+620:250 -:250",
                SIT,
                "350+440:250 -:250 350+440:250 -:3250"),
        /** Venezuela (ITU's list of 2003). */
        VE("425:1000 -:4000", "425:500 -:500", "425:250 -:250", SIT, "400+450:300 -:6000"),
        /** South Africa (E.180 Supplement 2). */
        ZA(
                "400*33:400 -:200 400*33:400 -:2000",
                "400:500 -:500",
                "400:250 -:250",
                SIT,
                "400*33:250 -:250 400*33:250 -:5000");

        private final String ringback;
        private final String busy;
        private final String congestion;
        private final String specialInformation;
        private final String callWaiting;

        Plan(String ringback, String busy, String congestion, String specialInformation, String callWaiting) {
            this.ringback = ringback;
            this.busy = busy;
            this.congestion = congestion;
            this.specialInformation = specialInformation;
            this.callWaiting = callWaiting;
        }

        private static final Map<String, Plan> BY_NAME =
                Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Plan::name, plan -> plan));

        /** The plan of a country by its ISO 3166 code; {@link #EU} for all that are not listed. */
        public static Plan ofCountry(String iso) {
            return switch (iso) {
                case "GG", "IM", "JE" -> GB;
                case "CA", "PR" -> US;
                default -> BY_NAME.getOrDefault(iso, EU);
            };
        }
    }

    /** Which tone. */
    public enum Tone {
        /** The called telephone rings. */
        RINGBACK,
        /** The called party is engaged. */
        BUSY,
        /** The network cannot take the call (reorder tone in the US). */
        CONGESTION,
        /** Three rising sounds before an announcement: the number cannot be reached. */
        SPECIAL_INFORMATION,
        /** One short beep in a call: credit is running out. */
        WARNING,
        /** In a call: somebody else is calling. */
        CALL_WAITING,
        /** In a call: it is being recorded. Every 15 s, so that nobody can forget (ITU-T E.180, and US practice). */
        RECORDING
    }

    /**
     * One sound of a pattern, or a silence when it has no frequencies.
     *
     * @param frequenciesHz sounded together, each with the pattern's level
     * @param modulatedByHz the frequency by which the sound swells and fades from nothing to twice its amplitude, or 0
     * @param durationMs how long
     */
    public record Sound(List<Double> frequenciesHz, double modulatedByHz, int durationMs) {
        public Sound {
            frequenciesHz = List.copyOf(frequenciesHz);
            if (durationMs <= 0 || modulatedByHz < 0) {
                throw new IllegalArgumentException("a sound of " + durationMs + " ms modulated by " + modulatedByHz);
            }
        }

        /** Reads sounds as the plans above have them. */
        private static List<Sound> read(String row) {
            return Arrays.stream(row.split(" ")).map(Sound::readOne).toList();
        }

        private static Sound readOne(String text) {
            int colon = text.indexOf(':');
            int durationMs = Integer.parseInt(text, colon + 1, text.length(), 10);
            if (text.startsWith("-")) {
                return new Sound(List.of(), 0, durationMs);
            }
            int star = text.indexOf('*');
            String carriers = text.substring(0, star < 0 ? colon : star);
            double modulation = star < 0 ? 0 : Double.parseDouble(text.substring(star + 1, colon));
            List<Double> frequencies =
                    Arrays.stream(carriers.split("\\+")).map(Double::valueOf).toList();
            return new Sound(frequencies, modulation, durationMs);
        }
    }

    /**
     * A tone: its sounds and silences, played once or again and again.
     *
     * @param levelDbm0 of each frequency, in dBm0 (a sine at full scale of G.711 has 3.14)
     * @param repeats whether the pattern starts anew at its end
     */
    public record Pattern(List<Sound> sounds, double levelDbm0, boolean repeats) {
        public Pattern {
            sounds = List.copyOf(sounds);
        }

        /** One pass through the pattern. */
        public int durationMs() {
            return sounds.stream().mapToInt(Sound::durationMs).sum();
        }

        /**
         * One pass through the pattern as PCM; sounds rise and fall within 5 ms, so that it can be repeated without a
         * click.
         *
         * @param sampleRate in Hz, for instance 8000, 16000 or 48000
         */
        public short[] render(int sampleRate) {
            short[] pcm = new short[Math.toIntExact((long) durationMs() * sampleRate / 1000)];
            double amplitude = FULL_SCALE * Math.pow(10, (levelDbm0 - FULL_SCALE_DBM0) / 20);
            int startMs = 0;
            for (Sound sound : sounds) {
                int from = (int) ((long) startMs * sampleRate / 1000);
                startMs += sound.durationMs();
                int to = (int) ((long) startMs * sampleRate / 1000);
                sing(sound, pcm, from, to, sampleRate, amplitude);
            }
            return pcm;
        }
    }

    private static final double FULL_SCALE = 32_767;
    private static final double FULL_SCALE_DBM0 = 3.14;
    private static final double RAMP_SECONDS = 0.005;

    /** In the middle of what E.180 allows at the caller's exchange. */
    private static final double LEVEL_DBM0 = -13;

    private Tones() {}

    private static void sing(Sound sound, short[] pcm, int from, int to, int sampleRate, double amplitude) {
        int ramp = Math.max(1, (int) (RAMP_SECONDS * sampleRate));
        for (int i = from; i < to; i++) {
            double sum = 0;
            for (double frequency : sound.frequenciesHz()) {
                sum += Math.sin(2 * Math.PI * frequency * (i - from) / sampleRate);
            }
            double edge = Math.min(1, (double) Math.min(i - from, to - 1 - i) / ramp);
            double gain = 0.5 - 0.5 * Math.cos(Math.PI * edge);
            if (sound.modulatedByHz() > 0) {
                gain *= 1 - Math.cos(2 * Math.PI * sound.modulatedByHz() * (i - from) / sampleRate);
            }
            pcm[i] = (short) Math.clamp(Math.round(amplitude * gain * sum), Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }

    /** The pattern of a tone. */
    public static Pattern pattern(Plan plan, Tone tone) {
        return switch (tone) {
            case RINGBACK -> again(Sound.read(plan.ringback));
            case BUSY -> again(Sound.read(plan.busy));
            case CONGESTION -> again(Sound.read(plan.congestion));
            // In the US it is heard once, before the announcement.
            case SPECIAL_INFORMATION -> new Pattern(Sound.read(plan.specialInformation), LEVEL_DBM0, plan != Plan.US);
            case WARNING -> new Pattern(Sound.read("1400:400"), LEVEL_DBM0, false);
            case CALL_WAITING -> again(Sound.read(plan.callWaiting));
            case RECORDING -> again(Sound.read("1400:500 -:14500"));
        };
    }

    private static Pattern again(List<Sound> sounds) {
        return new Pattern(sounds, LEVEL_DBM0, true);
    }

    /** One pass through a tone as PCM; see {@link Pattern#render}. */
    public static short[] render(Plan plan, Tone tone, int sampleRate) {
        return pattern(plan, tone).render(sampleRate);
    }
}
