package io.tollgate.rtp.codec;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The packed libopus called with nothing around it: the floor that our encoder and decoder are measured against. */
@SuppressWarnings("restricted") // calling native code is what this class is for
public final class BareOpus {
    private static final int APPLICATION_VOIP = 2048;
    private static final SymbolLookup LIBRARY = library();
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle CREATE_ENCODER =
            handle("opus_encoder_create", FunctionDescriptor.of(ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle CREATE_DECODER =
            handle("opus_decoder_create", FunctionDescriptor.of(ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle ENCODE =
            handle("opus_encode", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle DECODE = handle(
            "opus_decode", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle CTL = LINKER.downcallHandle(
            LIBRARY.findOrThrow("opus_encoder_ctl"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(2));

    private final int samples;
    private final MemorySegment encoder;
    private final MemorySegment decoder;
    private final MemorySegment spoken;
    private final MemorySegment heard;
    private final MemorySegment packet;
    private final int frames;
    private int frame;
    private int packetLength;

    /** {@code pcm}: whole frames of 20 ms, spoken in turn. */
    public BareOpus(int sampleRate, OpusSettings settings, short[] pcm) {
        samples = sampleRate / 50;
        frames = pcm.length / samples;
        Arena arena = Arena.ofAuto();
        spoken = arena.allocateFrom(JAVA_SHORT, pcm);
        heard = arena.allocate(JAVA_SHORT, 6L * samples);
        packet = arena.allocate(OpusFrames.MAX_FRAME_BYTES);
        MemorySegment error = arena.allocate(JAVA_INT);
        try {
            encoder = (MemorySegment) CREATE_ENCODER.invokeExact(sampleRate, 1, APPLICATION_VOIP, error);
            decoder = (MemorySegment) CREATE_DECODER.invokeExact(sampleRate, 1, error);
            set(NativeOpus.SET_SIGNAL, NativeOpus.SIGNAL_VOICE);
            set(NativeOpus.SET_INBAND_FEC, settings.fec() ? 1 : 0);
            set(NativeOpus.SET_BITRATE, settings.bitrate());
            set(NativeOpus.SET_COMPLEXITY, settings.complexity());
            set(NativeOpus.SET_PACKET_LOSS_PERC, settings.expectedLossPct());
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    private void set(int request, int value) throws Throwable {
        int result = (int) CTL.invokeExact(encoder, request, value);
        if (result != 0) {
            throw new IllegalStateException("libopus refused request " + request);
        }
    }

    /** Encodes the next frame; returns its bytes. */
    public int encode() {
        frame = (frame + 1) % frames;
        try {
            MemorySegment pcm = spoken.asSlice(2L * samples * frame);
            packetLength = (int) ENCODE.invokeExact(encoder, pcm, samples, packet, OpusFrames.MAX_FRAME_BYTES);
            return packetLength;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    /** Decodes one packet, which stays the same. */
    public int decode() {
        try {
            return (int) DECODE.invokeExact(decoder, packet, packetLength, heard, samples, 0);
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    /** The packet that {@link #decode} decodes. */
    public byte[] packet() {
        return packet.asSlice(0, packetLength).toArray(JAVA_BYTE);
    }

    private static MethodHandle handle(String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(LIBRARY.findOrThrow(name), type);
    }

    private static SymbolLookup library() {
        try {
            String resource =
                    OpusLibrary.resource(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
            Path file = Files.createTempFile("tollgate-", "-opus");
            try (InputStream in = BareOpus.class.getResourceAsStream("/" + resource)) {
                if (in == null) {
                    throw new IOException(resource + " is not on the class path");
                }
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                return SymbolLookup.libraryLookup(file, Arena.global());
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
