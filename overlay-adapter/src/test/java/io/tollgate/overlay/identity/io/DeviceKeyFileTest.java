package io.tollgate.overlay.identity.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.overlay.Cast;
import io.tollgate.overlay.identity.DeviceKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceKeyFileTest {

    @TempDir
    Path folder;

    @Test
    void keysAreKeptForTheirOwnerAlone() throws IOException {
        Path file = folder.resolve("peer/keys.json");
        DeviceKeys made = DeviceKeyFile.loadOrCreate(file, Cast.RANDOM);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(DeviceKeyFile.loadOrCreate(file, Cast.RANDOM)).isEqualTo(made);
        assertThat(DeviceKeyFile.load(file).id()).isEqualTo(made.id());
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFileThatOthersCanReadIsRefusedWithAdvice() throws IOException {
        Path file = folder.resolve("keys.json");
        DeviceKeyFile.save(Cast.ALICE, file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> DeviceKeyFile.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void aFileThatHoldsNoKeysIsRefused() throws IOException {
        Path file = folder.resolve("keys.json");
        DeviceKeyFile.save(Cast.ALICE, file);
        Files.writeString(file, "{\"signing\":{}}");
        assertThatThrownBy(() -> DeviceKeyFile.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a device key file");
    }

    @Test
    void savingReplacesAnOlderFileWhole() throws IOException {
        Path file = folder.resolve("keys.json");
        DeviceKeyFile.save(Cast.ALICE, file);
        DeviceKeyFile.save(Cast.BOB, file);
        assertThat(DeviceKeyFile.load(file)).isEqualTo(Cast.BOB);
    }
}
