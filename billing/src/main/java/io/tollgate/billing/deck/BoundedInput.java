package io.tollgate.billing.deck;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that ends at a limit and remembers that there would have been more. */
final class BoundedInput extends FilterInputStream {

    private long left;
    private final long limit;
    private boolean exceeded;

    BoundedInput(InputStream in, long limit) {
        super(in);
        this.left = limit;
        this.limit = limit;
    }

    /** Whether reading ran into the limit. */
    boolean exceeded() {
        return exceeded;
    }

    /** Bytes read so far. */
    long taken() {
        return limit - left;
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        return b < 0 || spend(1) == 0 ? -1 : b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int got = in.read(buffer, offset, length);
        if (got <= 0) {
            return got;
        }
        int granted = spend(got);
        return granted == 0 ? -1 : granted;
    }

    private int spend(int wanted) {
        int granted = (int) Math.min(wanted, left);
        left -= granted;
        exceeded |= granted < wanted;
        return granted;
    }
}
