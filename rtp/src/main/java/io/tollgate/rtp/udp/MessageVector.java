package io.tollgate.rtp.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Native arrays for recvmmsg and sendmmsg: headers, each with one buffer and one address, laid out once. */
final class MessageVector {
    private static final int HEADER = 64;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int FLAGS = 48;
    private static final int LENGTH = 56;
    private static final int IOVEC = 16;

    final int capacity;
    private final MemorySegment headers;
    private final MemorySegment vectors;
    private final MemorySegment addresses;
    private final MemorySegment buffers;

    MessageVector(Arena arena, int capacity) {
        this.capacity = capacity;
        headers = arena.allocate((long) HEADER * capacity, 64);
        vectors = arena.allocate((long) IOVEC * capacity, 64);
        addresses = arena.allocate((long) Sockaddr.ROOM * capacity, 64);
        buffers = arena.allocate((long) UdpLoop.MAX_DATAGRAM * capacity, 64);
        for (int i = 0; i < capacity; i++) {
            long header = (long) i * HEADER;
            headers.set(JAVA_LONG, header, addresses.address() + addressAt(i));
            headers.set(JAVA_INT, header + NAME_LENGTH, Sockaddr.ROOM);
            headers.set(JAVA_LONG, header + VECTOR, vectors.address() + (long) i * IOVEC);
            headers.set(JAVA_LONG, header + VECTOR_COUNT, 1);
            vectors.set(JAVA_LONG, (long) i * IOVEC, buffers.address() + (long) i * UdpLoop.MAX_DATAGRAM);
            vectors.set(JAVA_LONG, (long) i * IOVEC + 8, UdpLoop.MAX_DATAGRAM);
        }
    }

    /** Where the headers begin, from a given one on. */
    long headersFrom(int index) {
        return headers.address() + (long) index * HEADER;
    }

    MemorySegment addresses() {
        return addresses;
    }

    long addressAt(int index) {
        return (long) index * Sockaddr.ROOM;
    }

    /** The length of a datagram received here, or -1 when it was too long for its buffer. */
    int received(int index) {
        long header = (long) index * HEADER;
        boolean cut = (headers.get(JAVA_INT, header + FLAGS) & Libc.MSG_TRUNC) != 0;
        return cut ? -1 : headers.get(JAVA_INT, header + LENGTH);
    }

    /** Copies what was received, and makes room for the next. */
    void take(int index, byte[] into, int length) {
        MemorySegment.copy(buffers, ValueLayout.JAVA_BYTE, (long) index * UdpLoop.MAX_DATAGRAM, into, 0, length);
    }

    /** The kernel has written the address' real length here. */
    void ready(int index) {
        headers.set(JAVA_INT, (long) index * HEADER + NAME_LENGTH, Sockaddr.ROOM);
    }

    /** Sends one of the datagrams put in place, alone and by a socket of its own; the result is that of the call. */
    int sendAlone(int index, MemorySegment state, int fd) {
        return Libc.sendto(
                state,
                fd,
                buffers.address() + (long) index * UdpLoop.MAX_DATAGRAM,
                vectors.get(JAVA_LONG, (long) index * IOVEC + 8),
                addresses.address() + addressAt(index),
                headers.get(JAVA_INT, (long) index * HEADER + NAME_LENGTH));
    }

    /** Puts a datagram in place for sending; its address stands there already. */
    void put(int index, int addressLength, byte[] buf, int off, int len) {
        MemorySegment.copy(buf, off, buffers, ValueLayout.JAVA_BYTE, (long) index * UdpLoop.MAX_DATAGRAM, len);
        vectors.set(JAVA_LONG, (long) index * IOVEC + 8, len);
        headers.set(JAVA_INT, (long) index * HEADER + NAME_LENGTH, addressLength);
    }
}
