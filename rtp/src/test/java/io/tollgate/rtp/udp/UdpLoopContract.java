package io.tollgate.rtp.udp;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every loop does. The thread of the test owns the loop. */
@Timeout(120)
abstract class UdpLoopContract {
    static final InetAddress V4 = InetAddress.ofLiteral("127.0.0.1");
    static final InetAddress V6 = InetAddress.ofLiteral("::1");
    static final UdpOptions ONE_PEER = new UdpOptions(1 << 18, 0, false);
    static final UdpOptions MANY_PEERS = new UdpOptions(1 << 20, 1 << 20, true);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(10);

    /** What came. */
    record Got(String text, InetSocketAddress from) {}

    private final Map<UdpCount, AtomicInteger> counts = new EnumMap<>(UdpCount.class);
    final UdpTally tally = (what, times) -> requireNonNull(counts.get(what)).addAndGet(times);
    final List<Got> got = new ArrayList<>();
    final UdpReceiver collect = (buf, length, from) -> got.add(new Got(text(buf, length), from));
    UdpLoop loop;

    abstract UdpLoop newLoop() throws IOException;

    @BeforeEach
    void open() throws IOException {
        for (UdpCount count : UdpCount.values()) {
            counts.put(count, new AtomicInteger());
        }
        loop = newLoop();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    static String text(byte[] buf, int length) {
        return new String(buf, 0, length, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    int count(UdpCount what) {
        return requireNonNull(counts.get(what)).get();
    }

    UdpSocket socket(InetAddress address, UdpOptions options) throws IOException {
        return loop.open(new InetSocketAddress(address, 0), options, collect, tally);
    }

    static void send(UdpSocket socket, String text, InetSocketAddress to) {
        socket.send(bytes(text), 0, text.length(), to);
    }

    /** Polls until so many datagrams have come, or gives up. */
    void await(int datagrams) throws IOException {
        long start = System.nanoTime();
        while (got.size() < datagrams && System.nanoTime() - start < PATIENCE_NS) {
            loop.poll(0, 50_000_000);
        }
        assertThat(got).hasSizeGreaterThanOrEqualTo(datagrams);
    }

    static DatagramSocket stranger(InetAddress address) throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0));
        socket.setSoTimeout(10_000);
        return socket;
    }

    static void send(DatagramSocket from, String text, InetSocketAddress to) throws IOException {
        from.send(new DatagramPacket(bytes(text), text.length(), to));
    }

    static String receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[4_096], 4_096);
        socket.receive(packet);
        return text(packet.getData(), packet.getLength());
    }

    private static List<String> twoFrom(DatagramSocket socket) throws IOException {
        String first = receive(socket);
        return List.of(first, receive(socket));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, false", "127.0.0.1, true", "::1, false", "::1, true"})
    void aDatagramGoesThereAndBack(String host, boolean shared) throws IOException {
        InetAddress address = InetAddress.ofLiteral(host);
        UdpSocket socket = socket(address, shared ? MANY_PEERS : ONE_PEER);
        assertThat(socket.localAddress().getAddress()).isEqualTo(address);
        assertThat(socket.localAddress().getPort()).isPositive();
        try (DatagramSocket peer = stranger(address)) {
            send(peer, "hello", socket.localAddress());
            await(1);
            assertThat(got).containsExactly(new Got("hello", (InetSocketAddress) peer.getLocalSocketAddress()));
            send(socket, "and back", got.getFirst().from());
            loop.flush();
            assertThat(receive(peer)).isEqualTo("and back");
            assertThat(count(UdpCount.SENT)).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSocketOfBothFamiliesShowsIpv4PeersAsIpv4(boolean shared) throws IOException {
        UdpSocket socket = socket(InetAddress.ofLiteral("::"), shared ? MANY_PEERS : ONE_PEER);
        int port = socket.localAddress().getPort();
        try (DatagramSocket four = stranger(V4);
                DatagramSocket six = stranger(V6)) {
            send(four, "4", new InetSocketAddress(V4, port));
            await(1);
            send(six, "6", new InetSocketAddress(V6, port));
            await(2);
            assertThat(got.getFirst().from()).isEqualTo(four.getLocalSocketAddress());
            assertThat(got.getFirst().from().getAddress()).isInstanceOf(Inet4Address.class);
            assertThat(got.getLast().from().getAddress()).isInstanceOf(Inet6Address.class);
            for (Got each : List.copyOf(got)) {
                send(socket, "to " + each.text(), each.from());
                byte[] now = bytes("now");
                socket.sendNow(now, 0, now.length, each.from());
            }
            loop.flush();
            assertThat(twoFrom(four)).containsExactlyInAnyOrder("to 4", "now");
            assertThat(twoFrom(six)).containsExactlyInAnyOrder("to 6", "now");
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, false", "127.0.0.1, true", "::1, true"})
    void manySendersAreTheSameObjectsEachTime(String host, boolean shared) throws IOException {
        InetAddress address = InetAddress.ofLiteral(host);
        UdpSocket socket = socket(address, shared ? MANY_PEERS : ONE_PEER);
        List<DatagramSocket> peers = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                peers.add(stranger(address));
            }
            for (int round = 0; round < 5; round++) {
                for (DatagramSocket peer : peers) {
                    send(peer, "round " + round, socket.localAddress());
                }
                await((round + 1) * peers.size());
            }
        } finally {
            peers.forEach(DatagramSocket::close);
        }
        Map<InetSocketAddress, InetSocketAddress> objects = new HashMap<>();
        for (Got each : got) {
            assertThat(objects.computeIfAbsent(each.from(), from -> from)).isSameAs(each.from());
        }
        assertThat(objects).hasSize(100);
        assertThat(got).hasSize(500);
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "true, 0", "false, 1000000", "true, 1000000"})
    void aBurstIsCompleteAndInOrder(boolean shared, long spacingNs) throws IOException {
        UdpSocket in = socket(V4, shared ? MANY_PEERS : ONE_PEER);
        UdpSocket out = socket(V4, MANY_PEERS);
        for (int i = 0; i < 150; i++) {
            send(out, "datagram " + i, in.localAddress());
        }
        loop.flush();
        assertThat(count(UdpCount.SENT)).isEqualTo(150);
        long start = System.nanoTime();
        while (got.size() < 150 && System.nanoTime() - start < PATIENCE_NS) {
            loop.poll(spacingNs, 50_000_000);
        }
        assertThat(got.stream().map(Got::text))
                .containsExactlyElementsOf(Stream.iterate(0, i -> i + 1)
                        .limit(150)
                        .map(i -> "datagram " + i)
                        .toList());
    }

    /** A flood on one port must not keep the owner from its other work. */
    @Test
    void onePollDeliversABoundedNumber() throws IOException {
        UdpSocket in = loop.open(new InetSocketAddress(V4, 0), MANY_PEERS, collect, tally);
        try (DatagramSocket flood = stranger(V4)) {
            int most = 0;
            for (int i = 0; i < 3_000; i++) {
                send(flood, "x", in.localAddress());
            }
            for (int n = loop.poll(1_000_000, 50_000_000); n > 0; n = loop.poll(1_000_000, 50_000_000)) {
                most = Math.max(most, n);
            }
            assertThat(got.size()).isGreaterThan(most);
            assertThat(most).isLessThan(UdpLoop.MAX_PER_POLL + 64);
        }
    }

    @Test
    void queuedDatagramsLeaveWithThePollAtTheLatest() throws IOException {
        UdpSocket socket = socket(V4, MANY_PEERS);
        try (DatagramSocket peer = stranger(V4)) {
            send(socket, "queued", (InetSocketAddress) peer.getLocalSocketAddress());
            loop.poll(0, 0);
            assertThat(receive(peer)).isEqualTo("queued");
        }
    }

    @Test
    void whatAReceiverSendsLeavesWithTheSamePoll() throws IOException {
        AtomicReference<UdpSocket> echo = new AtomicReference<>();
        echo.set(loop.open(
                new InetSocketAddress(V4, 0),
                MANY_PEERS,
                (buf, length, from) -> requireNonNull(echo.get()).send(buf, 0, length, from),
                tally));
        try (DatagramSocket peer = stranger(V4)) {
            send(peer, "echo", requireNonNull(echo.get()).localAddress());
            while (loop.poll(0, 50_000_000) == 0) {}
            assertThat(receive(peer)).isEqualTo("echo");
        }
    }

    @Test
    void pollReturnsWhenTheTimeIsOver() throws IOException {
        long start = System.nanoTime();
        assertThat(loop.poll(0, 2_000_000)).isZero();
        assertThat(loop.poll(1_000_000, 2_000_000)).isZero();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(3_000_000);
    }

    @Test
    void arrivalsAreGatheredForAsLongAsAsked() throws IOException {
        UdpSocket in = socket(V4, ONE_PEER);
        UdpSocket out = socket(V4, ONE_PEER);
        loop.poll(0, 0);
        long start = System.nanoTime();
        send(out, "soon", in.localAddress());
        assertThat(loop.poll(20_000_000, LONG_NS)).isOne();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(18_000_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 8_000_000_000L})
    void anotherThreadWakesThePoll(long spacingNs) throws Exception {
        AtomicInteger turn = new AtomicInteger();
        Thread waker = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 200; i++) {
                while (turn.get() < i) {
                    Thread.onSpinWait();
                }
                loop.wakeup();
            }
        });
        long start = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            turn.set(i);
            loop.poll(spacingNs, LONG_NS);
        }
        waker.join();
        assertThat(System.nanoTime() - start).isLessThan(LONG_NS);
    }

    @Test
    void aWakeupBeforeThePollIsKept() throws IOException {
        loop.wakeup();
        loop.wakeup();
        long start = System.nanoTime();
        assertThat(loop.poll(LONG_NS, LONG_NS)).isZero();
        assertThat(System.nanoTime() - start).isLessThan(LONG_NS / 2);
    }

    @Test
    void aReceiverMayCloseItsOwnSocketAndOthers() throws IOException {
        List<UdpSocket> sockets = new ArrayList<>();
        AtomicInteger calls = new AtomicInteger();
        UdpReceiver closesAll = (buf, length, from) -> {
            calls.incrementAndGet();
            sockets.forEach(UdpSocket::close);
        };
        for (int i = 0; i < 20; i++) {
            sockets.add(loop.open(new InetSocketAddress(V4, 0), i % 2 == 0 ? ONE_PEER : MANY_PEERS, closesAll, tally));
        }
        UdpSocket out = socket(V4, ONE_PEER);
        for (UdpSocket each : sockets) {
            send(out, "a", each.localAddress());
            send(out, "b", each.localAddress());
        }
        while (loop.poll(0, 50_000_000) > 0) {}
        assertThat(calls).hasValue(1);
        assertThat(sockets).allMatch(UdpSocket::closed);
    }

    /** Its descriptor is used again at once; what was reported for the old one must not reach the new one. */
    @Test
    void aReceiverMayReplaceASocket() throws IOException {
        List<UdpSocket> sockets = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        UdpReceiver replaces = (buf, length, from) -> {
            for (int i = 0; i < sockets.size(); i++) {
                sockets.get(i).close();
                sockets.set(i, fresh(wrong));
            }
        };
        for (int i = 0; i < 10; i++) {
            sockets.add(loop.open(new InetSocketAddress(V4, 0), ONE_PEER, replaces, tally));
        }
        UdpSocket out = socket(V4, ONE_PEER);
        for (UdpSocket each : List.copyOf(sockets)) {
            send(out, "old", each.localAddress());
        }
        while (loop.poll(0, 50_000_000) > 0) {}
        assertThat(wrong).isEmpty();
        send(out, "new", sockets.getLast().localAddress());
        while (loop.poll(0, 50_000_000) == 0) {}
        assertThat(wrong).containsExactly("new");
    }

    private UdpSocket fresh(List<String> heard) {
        try {
            return loop.open(
                    new InetSocketAddress(V4, 0), ONE_PEER, (buf, length, from) -> heard.add(text(buf, length)), tally);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void closingSendsWhatIsQueued() throws IOException {
        UdpSocket socket = socket(V4, MANY_PEERS);
        try (DatagramSocket peer = stranger(V4)) {
            send(socket, "goodbye", (InetSocketAddress) peer.getLocalSocketAddress());
            socket.close();
            assertThat(receive(peer)).isEqualTo("goodbye");
            socket.close();
            assertThat(socket.closed()).isTrue();
            send(socket, "too late", (InetSocketAddress) peer.getLocalSocketAddress());
            socket.sendNow(bytes("too late"), 0, 8, (InetSocketAddress) peer.getLocalSocketAddress());
            assertThat(count(UdpCount.SENT)).isOne();
            assertThat(count(UdpCount.SEND_ERRORS)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDatagramThatIsTooLongIsCountedAndDropped(boolean shared) throws IOException {
        UdpSocket socket = socket(V4, shared ? MANY_PEERS : ONE_PEER);
        try (DatagramSocket peer = stranger(V4)) {
            send(peer, "a".repeat(2_048), socket.localAddress());
            send(peer, "b".repeat(2_049), socket.localAddress());
            send(peer, "c".repeat(9_000), socket.localAddress());
            send(peer, "", socket.localAddress());
            send(peer, "end", socket.localAddress());
            await(3);
            assertThat(got.stream().map(each -> each.text().length())).containsExactly(2_048, 0, 3);
            assertThat(count(UdpCount.TRUNCATED)).isEqualTo(2);
        }
        byte[] much = new byte[2_049];
        InetSocketAddress self = socket.localAddress();
        assertThatThrownBy(() -> socket.send(much, 0, 2_049, self)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> socket.sendNow(much, 0, 2_049, self)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> socket.send(much, 2_000, 50, self)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatCannotBeSentIsCountedAndTheRestGoesOut(boolean shared) throws IOException {
        UdpSocket socket = socket(V4, shared ? MANY_PEERS : ONE_PEER);
        InetSocketAddress nobody;
        try (DatagramSocket gone = stranger(V4)) {
            nobody = (InetSocketAddress) gone.getLocalSocketAddress();
        }
        try (DatagramSocket peer = stranger(V4)) {
            InetSocketAddress somebody = (InetSocketAddress) peer.getLocalSocketAddress();
            send(socket, "1", somebody);
            send(socket, "6", new InetSocketAddress(V6, 9));
            send(socket, "0", new InetSocketAddress(V4, 0));
            send(socket, "?", InetSocketAddress.createUnresolved("nobody.invalid", 9));
            send(socket, "x", nobody);
            send(socket, "2", somebody);
            loop.flush();
            for (int i = 0; i < 5; i++) {
                loop.poll(0, 1_000_000);
            }
            send(socket, "3", somebody);
            loop.flush();
            assertThat(List.of(receive(peer), receive(peer), receive(peer))).containsExactly("1", "2", "3");
            assertThat(count(UdpCount.SEND_ERRORS)).isEqualTo(3);
            assertThat(count(UdpCount.SENT)).isEqualTo(4);
            send(peer, "still here", socket.localAddress());
            await(1);
        }
    }

    @Test
    void otherThreadsSendWhileTheOwnerDoes() throws Exception {
        UdpSocket in = socket(V4, MANY_PEERS);
        UdpSocket out = socket(V4, MANY_PEERS);
        int each = 100;
        CountDownLatch ready = new CountDownLatch(1);
        List<Thread> others = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String name = "thread " + t + " ";
            others.add(Thread.ofVirtual().start(() -> {
                try {
                    ready.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int i = 0; i < each; i++) {
                    byte[] text = bytes(name + i);
                    out.sendNow(text, 0, text.length, in.localAddress());
                }
            }));
        }
        ready.countDown();
        for (int i = 0; i < each; i++) {
            send(out, "owner " + i, in.localAddress());
            loop.poll(0, 0);
        }
        await(5 * each);
        for (Thread other : others) {
            other.join();
        }
        Set<String> distinct = new HashSet<>(got.stream().map(Got::text).toList());
        assertThat(distinct).hasSize(5 * each).allMatch(text -> text.matches("(thread \\d|owner) \\d+"));
    }

    @Test
    void aPortThatIsTakenIsSaid() throws IOException {
        UdpSocket taken = socket(V4, ONE_PEER);
        assertThatThrownBy(() -> loop.open(taken.localAddress(), ONE_PEER, collect, tally))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use");
        InetSocketAddress nowhere = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 0);
        assertThatThrownBy(() -> loop.open(nowhere, ONE_PEER, collect, tally)).isInstanceOf(IOException.class);
    }

    @Test
    void whatAReceiverThrowsLeavesThePollAndTheLoopGoesOn() throws IOException {
        UdpSocket socket = loop.open(
                new InetSocketAddress(V4, 0),
                MANY_PEERS,
                (buf, length, from) -> {
                    got.add(new Got(text(buf, length), from));
                    if (buf[0] == 'x') {
                        throw new IllegalStateException("x");
                    }
                },
                tally);
        try (DatagramSocket peer = stranger(V4)) {
            send(peer, "x", socket.localAddress());
            assertThatThrownBy(() -> loop.poll(0, LONG_NS)).hasMessage("x");
            send(peer, "y", socket.localAddress());
            await(2);
        }
    }

    @Test
    void nothingIsLeftOpen() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")));
        exerciseLoops();
        long before = descriptors();
        for (int i = 0; i < 20; i++) {
            exerciseLoops();
        }
        assertThat(descriptors()).isLessThanOrEqualTo(before + 2);
    }

    private void exerciseLoops() throws IOException {
        try (UdpLoop other = newLoop()) {
            UdpSocket one = other.open(new InetSocketAddress(V4, 0), ONE_PEER, collect, tally);
            UdpSocket many = other.open(new InetSocketAddress(V6, 0), MANY_PEERS, collect, tally);
            assertThatThrownBy(() -> other.open(one.localAddress(), ONE_PEER, collect, tally))
                    .isInstanceOf(IOException.class);
            one.close();
            other.poll(0, 0);
            send(many, "left over", many.localAddress());
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void afterClosingNothingHappens() throws IOException {
        UdpLoop other = newLoop();
        UdpSocket socket = other.open(new InetSocketAddress(V4, 0), MANY_PEERS, collect, tally);
        InetSocketAddress self = socket.localAddress();
        other.close();
        other.close();
        other.wakeup();
        assertThat(socket.closed()).isTrue();
        socket.sendNow(bytes("x"), 0, 1, self);
        send(socket, "x", self);
        assertThat(count(UdpCount.SEND_ERRORS)).isEqualTo(2);
        assertThatThrownBy(() -> other.poll(0, 0)).isInstanceOf(IllegalStateException.class);
    }

    /** What is received and sent arrives byte for byte, whatever its length. */
    @Test
    void everyLengthArrivesWhole() throws IOException {
        List<byte[]> whole = new ArrayList<>();
        UdpSocket in = loop.open(
                new InetSocketAddress(V4, 0),
                MANY_PEERS,
                (buf, length, from) -> whole.add(Arrays.copyOf(buf, length)),
                tally);
        UdpSocket out = socket(V4, MANY_PEERS);
        java.util.SplittableRandom random = new java.util.SplittableRandom(9);
        for (int length = 0; length <= UdpLoop.MAX_DATAGRAM; length += 7) {
            byte[] sent = new byte[length + 5];
            random.nextBytes(sent);
            out.send(sent, 3, length, in.localAddress());
            int before = whole.size();
            long start = System.nanoTime();
            while (whole.size() == before && System.nanoTime() - start < PATIENCE_NS) {
                loop.poll(0, 10_000_000);
            }
            assertThat(ByteBuffer.wrap(whole.getLast())).isEqualTo(ByteBuffer.wrap(sent, 3, length));
        }
    }
}
