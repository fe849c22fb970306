package io.tollgate.billing.deck;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Characters of a file whose encoding nobody states: UTF-8, UTF-16 with or without a byte order mark, or Windows-1252.
 *
 * <p>A file is read as UTF-8 until a byte cannot be. If everything before was ASCII, which both encodings share, the rest
 * is Windows-1252; if not, the file is no text, for it has been UTF-8 so far. So nothing is read twice and nothing is
 * guessed from statistics.
 */
final class DeckText extends Reader {

    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final int START = 4;

    private final InputStream in;
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 14).limit(0);
    private CharsetDecoder decoder;
    private boolean ascii = true;
    private boolean ended;

    private DeckText(InputStream in, Charset charset) {
        this.in = in;
        decoder = strict(charset);
    }

    /** Looks at the first bytes and takes a byte order mark off. */
    static DeckText of(InputStream file) throws IOException {
        BufferedInputStream in = new BufferedInputStream(file);
        in.mark(START);
        byte[] start = in.readNBytes(START);
        in.reset();
        if (at(start, 0) == 0xEF && at(start, 1) == 0xBB && at(start, 2) == 0xBF) {
            in.skipNBytes(3);
            return new DeckText(in, StandardCharsets.UTF_8);
        }
        if (at(start, 0) == 0xFE && at(start, 1) == 0xFF) {
            in.skipNBytes(2);
            return new DeckText(in, StandardCharsets.UTF_16BE);
        }
        if (at(start, 0) == 0xFF && at(start, 1) == 0xFE) {
            in.skipNBytes(2);
            return new DeckText(in, StandardCharsets.UTF_16LE);
        }
        // Headings begin with letters of the first 256 characters: every other byte of UTF-16 is a nought.
        if (at(start, 0) > 0 && at(start, 1) == 0 && at(start, 2) > 0 && at(start, 3) == 0) {
            return new DeckText(in, StandardCharsets.UTF_16LE);
        }
        if (at(start, 0) == 0 && at(start, 1) > 0 && at(start, 2) == 0 && at(start, 3) > 0) {
            return new DeckText(in, StandardCharsets.UTF_16BE);
        }
        return new DeckText(in, StandardCharsets.UTF_8);
    }

    private static int at(byte[] start, int index) {
        return index < start.length ? start[index] & 0xFF : -1;
    }

    /** The encoding as far as the file has been read. */
    String encoding() {
        return decoder.charset().name();
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        CharBuffer out = CharBuffer.wrap(target, offset, length);
        while (true) {
            int before = out.position();
            CoderResult result = decoder.decode(bytes, out, ended);
            ascii = ascii && isAscii(target, before, out.position());
            if (result.isError()) {
                if (!ascii || !decoder.charset().equals(StandardCharsets.UTF_8)) {
                    throw new CharacterCodingException();
                }
                decoder = strict(WINDOWS);
                continue;
            }
            // The buffer counts from the array's beginning.
            int got = out.position() - offset;
            if (got > 0 || result.isOverflow()) {
                return got > 0 ? got : tooNarrow();
            }
            if (ended) {
                return -1;
            }
            fill();
        }
    }

    /** A pair of surrogates does not fit into one place; no caller of ours asks for one. */
    private static int tooNarrow() throws IOException {
        throw new IOException("a buffer of one character is too small");
    }

    private void fill() throws IOException {
        bytes.compact();
        int got = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (got < 0) {
            ended = true;
        } else {
            bytes.position(bytes.position() + got);
        }
        bytes.flip();
    }

    private static boolean isAscii(char[] chars, int from, int to) {
        for (int i = from; i < to; i++) {
            if (chars[i] > 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static CharsetDecoder strict(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
