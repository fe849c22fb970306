package io.tollgate.overlay.dtls.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.rtp.srtp.SrtpProfile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A DTLS client that none of us wrote: both ends must export the same keying material. */
class OpenSslInteropTest {
    private static final DtlsIdentity GATE =
            DtlsIdentity.create(new SecureRandom(), Instant.parse("2026-11-21T12:00:00Z"));

    @Test
    void opensslAndOurServerExportTheSameKeys(@TempDir Path folder) throws Exception {
        assumeTrue(isInstalled(), "openssl is not installed");
        run(
                folder,
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "k.pem",
                "-out",
                "c.pem",
                "-days",
                "2",
                "-subj",
                "/CN=client");
        byte[] clientCertificate;
        try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(folder.resolve("c.pem")))) {
            clientCertificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getEncoded();
        }
        DtlsDiary diary = new DtlsDiary();
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            AtomicReference<InetSocketAddress> client = new AtomicReference<>();
            DtlsServerHandshake server = DtlsServerHandshake.start(
                    GATE,
                    CertificateFingerprint.sha256(clientCertificate),
                    DtlsSettings.DEFAULT,
                    (buf, off, len) -> sendQuietly(channel, client, buf, off, len),
                    diary);
            Thread.ofVirtual().start(() -> pump(channel, client, server));
            String said = run(
                    folder,
                    "openssl",
                    "s_client",
                    "-dtls1_2",
                    "-connect",
                    "127.0.0.1:" + port,
                    "-cert",
                    "c.pem",
                    "-key",
                    "k.pem",
                    "-use_srtp",
                    "SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_256_GCM",
                    "-keymatexport",
                    "EXTRACTOR-dtls_srtp",
                    "-keymatexportlen",
                    "88");
            assertThat(said).contains("SRTP Extension negotiated, profile=SRTP_AEAD_AES_256_GCM");
            Matcher exported = Pattern.compile("Keying material: ([0-9A-F]+)").matcher(said);
            assertThat(exported.find()).as(said).isTrue();
            byte[] material = HexFormat.of().parseHex(exported.group(1));
            DtlsDiary.Keys keys = diary.keys();
            var expected = io.tollgate.rtp.srtp.SrtpKeys.fromDtls(SrtpProfile.AEAD_AES_256_GCM, material);
            assertThat(keys.receive()).isEqualTo(expected.clientWrite());
            assertThat(keys.send()).isEqualTo(expected.serverWrite());
            diary.awaitClosed();
            server.close();
        }
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void pump(
            DatagramChannel channel, AtomicReference<InetSocketAddress> client, DtlsServerHandshake server) {
        ByteBuffer buffer = ByteBuffer.allocate(2048);
        try {
            while (true) {
                buffer.clear();
                client.set((InetSocketAddress) channel.receive(buffer));
                server.feed(buffer.array(), 0, buffer.position());
            }
        } catch (ClosedChannelException e) {
            // the test is over
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sendQuietly(
            DatagramChannel channel, AtomicReference<InetSocketAddress> client, byte[] buf, int off, int len) {
        try {
            channel.send(ByteBuffer.wrap(buf, off, len), client.get());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String run(Path folder, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(said).isTrue();
        return said;
    }
}
