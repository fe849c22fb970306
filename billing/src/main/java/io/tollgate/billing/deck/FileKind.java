package io.tollgate.billing.deck;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What a file is by its first bytes; names and media types lie too often. */
enum FileKind {
    TEXT,
    /** A ZIP archive: of the formats that a deck comes in, only Office Open XML is one. */
    SPREADSHEET,
    /** OLE 2, the container of Excel's files until 2003. */
    OLD_SPREADSHEET;

    private static final int ZIP = 0x504B0304;
    private static final int OLE_2 = 0xD0CF11E0;

    static FileKind of(File file) throws IOException {
        try (InputStream in = new FileInputStream(file)) {
            byte[] start = in.readNBytes(4);
            int word = 0;
            for (byte b : start) {
                word = (word << 8) | (b & 0xFF);
            }
            return switch (word) {
                case ZIP -> SPREADSHEET;
                case OLE_2 -> OLD_SPREADSHEET;
                default -> TEXT;
            };
        }
    }
}
