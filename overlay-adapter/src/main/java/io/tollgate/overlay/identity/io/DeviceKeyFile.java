package io.tollgate.overlay.identity.io;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;
import io.tollgate.overlay.identity.DeviceKeys;
import io.tollgate.overlay.jose.P256;
import io.tollgate.overlay.json.JsonFields;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/** Keeps {@link DeviceKeys} in a file with mode 0600. */
public final class DeviceKeyFile {

    private static final int MAX_BYTES = 4096;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private DeviceKeyFile() {}

    /**
     * Reads the keys.
     *
     * @throws IOException when the file is missing, readable by others, or not a key file; the words are for the user
     */
    public static DeviceKeys load(Path file) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")
                && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException(file + " holds private keys and can be read by others: chmod 600 it");
        }
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES + 1);
        }
        JsonFields fields = JsonFields.parse(content, MAX_BYTES);
        ECKey signing = P256.readPrivate(fields.object("signing"));
        ECKey agreement = P256.readPrivate(fields.object("agreement"));
        if (signing == null || agreement == null) {
            throw new IOException(file + " is not a device key file: " + fields.fault());
        }
        return new DeviceKeys(signing, agreement);
    }

    /** Writes the keys so that the file is either complete or not there, and never readable by others. */
    public static void save(DeviceKeys keys, Path file) throws IOException {
        ObjectNode object = JsonFields.object();
        object.set("signing", P256.writePrivate(keys.signing()));
        object.set("agreement", P256.writePrivate(keys.agreement()));
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " cannot be a file");
        }
        Files.createDirectories(folder);
        Path draft = Files.createTempFile(folder, "device-keys", ".tmp"); // the JDK makes it 0600
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer content = ByteBuffer.wrap(JsonFields.write(object));
                while (content.hasRemaining()) {
                    channel.write(content);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Reads the keys, or makes and saves new ones when there is no file yet. */
    public static DeviceKeys loadOrCreate(Path file, SecureRandom random) throws IOException {
        if (Files.exists(file)) {
            return load(file);
        }
        DeviceKeys keys = DeviceKeys.generate(random);
        save(keys, file);
        return keys;
    }
}
