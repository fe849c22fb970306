package io.tollgate.rtp.udp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * The system calls of the native loop, with Linux' constants for x86-64 and aarch64. Addresses are passed as plain numbers:
 * a segment as argument would have its arena locked and unlocked around every call. Whoever calls keeps the memory alive.
 *
 * <p>Every function returns the call's result, or {@code -errno}. To have errno saved costs an object for each call until the
 * compiler sees through it, and the worker must not make garbage even before. The calls of the packet path are therefore
 * made without; one that fails is made once more with, and then either succeeds after all or says why.
 *
 * <p>Never with {@code Linker.Option.critical}: a call that
 * waits would hold up the garbage collector, and for Opus the measurements behind the design showed no gain.
 */
@SuppressWarnings("restricted") // calling native code is what this class is for
final class Libc {
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int ENOBUFS = 105;

    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_DGRAM = 2;
    static final int NONBLOCK = 0x800;
    static final int CLOEXEC = 0x8_0000;
    static final int SOL_SOCKET = 1;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;
    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_V6ONLY = 26;
    static final int MSG_TRUNC = 0x20;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLLIN = 1;
    static final short POLLIN = 1;

    /** Bytes of the structure into which errno is saved. */
    static final StructLayout STATE = Linker.Option.captureStateLayout();

    private static final long ERRNO = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final Linker LINKER = Linker.nativeLinker();

    private static final MethodHandle SOCKET = returnsInt("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = returnsInt("bind", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle GETSOCKNAME = returnsInt("getsockname", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SETSOCKOPT =
            returnsInt("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CLOSE = returnsInt("close", JAVA_INT);
    private static final MethodHandle EPOLL_CREATE = returnsInt("epoll_create1", JAVA_INT);
    private static final MethodHandle EPOLL_CTL = returnsInt("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final FunctionDescriptor EPOLL_WAIT_TYPE =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_WAIT = plain("epoll_wait", EPOLL_WAIT_TYPE);
    private static final MethodHandle EPOLL_WAIT_WHY = handle("epoll_wait", EPOLL_WAIT_TYPE);
    private static final boolean HAS_PWAIT2 =
            LINKER.defaultLookup().find("epoll_pwait2").isPresent();
    /** Of the C library from 2.35 on; where it is older, another function stands here that is not called. */
    private static final String PWAIT2 = HAS_PWAIT2 ? "epoll_pwait2" : "epoll_pwait";

    private static final FunctionDescriptor EPOLL_PWAIT2_TYPE =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle EPOLL_PWAIT2 = plain(PWAIT2, EPOLL_PWAIT2_TYPE);
    private static final MethodHandle EPOLL_PWAIT2_WHY = handle(PWAIT2, EPOLL_PWAIT2_TYPE);
    private static final MethodHandle PPOLL =
            plain("ppoll", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle EVENTFD = returnsInt("eventfd", JAVA_INT, JAVA_INT);
    private static final MethodHandle EVENTFD_READ = returnsInt("eventfd_read", JAVA_INT, JAVA_LONG);
    private static final MethodHandle EVENTFD_WRITE = returnsInt("eventfd_write", JAVA_INT, JAVA_LONG);
    private static final FunctionDescriptor RECVFROM_TYPE =
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle RECVFROM = plain("recvfrom", RECVFROM_TYPE);
    private static final MethodHandle RECVFROM_WHY = handle("recvfrom", RECVFROM_TYPE);
    private static final FunctionDescriptor SENDTO_TYPE =
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SENDTO = plain("sendto", SENDTO_TYPE);
    private static final MethodHandle SENDTO_WHY = handle("sendto", SENDTO_TYPE);
    private static final FunctionDescriptor RECVMMSG_TYPE =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle RECVMMSG = plain("recvmmsg", RECVMMSG_TYPE);
    private static final MethodHandle RECVMMSG_WHY = handle("recvmmsg", RECVMMSG_TYPE);
    private static final FunctionDescriptor SENDMMSG_TYPE =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle SENDMMSG = plain("sendmmsg", SENDMMSG_TYPE);
    private static final MethodHandle SENDMMSG_WHY = handle("sendmmsg", SENDMMSG_TYPE);

    private static final MethodHandle STRERROR = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private Libc() {}

    /** Whether the constants here are those of a platform. */
    static boolean supports(String osName, String osArch) {
        boolean processor = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64", "aarch64", "arm64" -> true;
            default -> false;
        };
        return processor
                && osName.toLowerCase(Locale.ROOT).startsWith("linux")
                && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    /** What an error means, given the negative number that a function here returned. */
    static String message(int error) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(-error);
            return text.reinterpret(256).getString(0);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private static MethodHandle returnsInt(String name, MemoryLayout... arguments) {
        return handle(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private static MethodHandle handle(String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(symbol(name), type, Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle plain(String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(symbol(name), type);
    }

    private static MemorySegment symbol(String name) {
        return LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
    }

    private static int result(int value, MemorySegment state) {
        return value >= 0 ? value : -state.get(JAVA_INT, ERRNO);
    }

    /** A downcall declares {@code Throwable}; what comes out is unchecked. */
    private static RuntimeException unexpected(Throwable t) {
        return switch (t) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException("a native call threw a checked exception", t);
        };
    }

    static int socket(MemorySegment state, int family) {
        try {
            return result((int) SOCKET.invokeExact(state, family, SOCK_DGRAM | NONBLOCK | CLOEXEC, 0), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int bind(MemorySegment state, int fd, long address, int length) {
        try {
            return result((int) BIND.invokeExact(state, fd, address, length), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int getsockname(MemorySegment state, int fd, long address, long length) {
        try {
            return result((int) GETSOCKNAME.invokeExact(state, fd, address, length), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int setsockopt(MemorySegment state, int fd, int level, int option, long value) {
        try {
            return result((int) SETSOCKOPT.invokeExact(state, fd, level, option, value, 4), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int close(MemorySegment state, int fd) {
        try {
            return result((int) CLOSE.invokeExact(state, fd), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int epollCreate(MemorySegment state) {
        try {
            return result((int) EPOLL_CREATE.invokeExact(state, CLOEXEC), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int epollAdd(MemorySegment state, int epoll, int fd, long event) {
        try {
            return result((int) EPOLL_CTL.invokeExact(state, epoll, EPOLL_CTL_ADD, fd, event), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** @param timespec filled in here; where the C library is older than 2.35, waits are rounded up to milliseconds */
    static int epollWait(MemorySegment state, int epoll, long events, int max, MemorySegment timespec, long waitNs) {
        try {
            if (HAS_PWAIT2) {
                time(timespec, waitNs);
                long time = timespec.address();
                int n = (int) EPOLL_PWAIT2.invokeExact(epoll, events, max, time, 0L);
                return n >= 0
                        ? n
                        : result((int) EPOLL_PWAIT2_WHY.invokeExact(state, epoll, events, max, time, 0L), state);
            }
            int waitMs = (int) Math.min(Integer.MAX_VALUE, (waitNs + 999_999) / 1_000_000);
            int n = (int) EPOLL_WAIT.invokeExact(epoll, events, max, waitMs);
            return n >= 0 ? n : result((int) EPOLL_WAIT_WHY.invokeExact(state, epoll, events, max, waitMs), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Waits for one descriptor, until a signal at the latest. */
    static void ppoll(long pollfd, MemorySegment timespec, long waitNs) {
        try {
            time(timespec, waitNs);
            int _ = (int) PPOLL.invokeExact(pollfd, 1L, timespec.address(), 0L);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private static void time(MemorySegment timespec, long ns) {
        timespec.set(JAVA_LONG, 0, ns / 1_000_000_000L);
        timespec.set(JAVA_LONG, 8, ns % 1_000_000_000L);
    }

    static int eventfd(MemorySegment state) {
        try {
            return result((int) EVENTFD.invokeExact(state, 0, NONBLOCK | CLOEXEC), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int eventfdRead(MemorySegment state, int fd, long value) {
        try {
            return result((int) EVENTFD_READ.invokeExact(state, fd, value), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int eventfdWrite(MemorySegment state, int fd) {
        try {
            return result((int) EVENTFD_WRITE.invokeExact(state, fd, 1L), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int recvfrom(MemorySegment state, int fd, long buf, long length, long address, long addressLength) {
        try {
            long n = (long) RECVFROM.invokeExact(fd, buf, length, MSG_TRUNC, address, addressLength);
            if (n < 0) {
                n = (long) RECVFROM_WHY.invokeExact(state, fd, buf, length, MSG_TRUNC, address, addressLength);
            }
            return result((int) n, state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int sendto(MemorySegment state, int fd, long buf, long length, long address, int addressLength) {
        try {
            long n = (long) SENDTO.invokeExact(fd, buf, length, 0, address, addressLength);
            if (n < 0) {
                n = (long) SENDTO_WHY.invokeExact(state, fd, buf, length, 0, address, addressLength);
            }
            return result((int) n, state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int recvmmsg(MemorySegment state, int fd, long headers, int count) {
        try {
            int n = (int) RECVMMSG.invokeExact(fd, headers, count, 0, 0L);
            return n >= 0 ? n : result((int) RECVMMSG_WHY.invokeExact(state, fd, headers, count, 0, 0L), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int sendmmsg(MemorySegment state, int fd, long headers, int count) {
        try {
            int n = (int) SENDMMSG.invokeExact(fd, headers, count, 0);
            return n >= 0 ? n : result((int) SENDMMSG_WHY.invokeExact(state, fd, headers, count, 0), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }
}
