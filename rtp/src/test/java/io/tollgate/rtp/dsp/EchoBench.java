package io.tollgate.rtp.dsp;

/** A canceller before a line, and what comes out of it, segment after segment. */
final class EchoBench {
    static final int RATE = 8_000;
    /** 0 dBm0 in dBov: a sine of full amplitude has 3.14 dBm0 and -3.01 dBov. */
    static final double DBM0 = -6.15;

    private final int rate;
    private final EchoCanceller canceller;
    private EchoWorld line;

    EchoBench(EchoSettings settings, EchoWorld line) {
        rate = settings.sampleRate();
        canceller = new EchoCanceller(settings);
        this.line = line;
    }

    static EchoBench at8k(boolean suppressor, String model, double erlDb) {
        return new EchoBench(new EchoSettings(RATE, 64, 0, suppressor, 1), new EchoWorld(RATE, model, erlDb, 0));
    }

    EchoCanceller canceller() {
        return canceller;
    }

    void line(EchoWorld other) {
        line = other;
    }

    /** What came and what was left of it, in dBov, and what is left beside the other side's own sound. */
    record Result(double cameDbov, double leftDbov, double strangeDbov, double loudestDbov) {
        /** What the canceller took away. */
        double enhancementDb() {
            return cameDbov - leftDbov;
        }
    }

    Result silence(int ms) {
        return run(new short[ms * rate / 1_000], 0, ms);
    }

    /** Only the far side, from its beginning. */
    Result run(short[] far, int fromMs, int ms) {
        return run(far, fromMs, new short[far.length], 0, ms);
    }

    Result run(short[] far, int farFromMs, short[] other, int otherFromMs, int ms) {
        int frame = rate / 50;
        double came = 0;
        double left = 0;
        double strange = 0;
        double loudest = 0;
        double lately = 0;
        int frames = ms / 20;
        for (int f = 0; f < frames; f++) {
            int farAt = (farFromMs * rate / 1_000 + f * frame) % (far.length / frame * frame);
            int otherAt = (otherFromMs * rate / 1_000 + f * frame) % (other.length / frame * frame);
            short[] near = line.hear(far, farAt, other, otherAt, frame);
            came += Speech.power(near, 0, frame);
            canceller.process(far, farAt, near, 0, frame);
            double power = Speech.power(near, 0, frame);
            left += power;
            lately = f == 0 ? power : 0.6 * lately + 0.4 * power;
            loudest = Math.max(loudest, lately);
            double difference = 0;
            for (int i = 0; i < frame; i++) {
                double d = near[i] - other[otherAt + i];
                difference += d * d;
            }
            strange += difference / frame;
        }
        return new Result(
                Speech.dbov(came / frames),
                Speech.dbov(left / frames),
                Speech.dbov(strange / frames),
                Speech.dbov(loudest));
    }
}
