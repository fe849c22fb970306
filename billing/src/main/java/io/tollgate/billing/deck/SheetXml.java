package io.tollgate.billing.deck;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * One XML part of a spreadsheet, read forward.
 *
 * <p>No part that a spreadsheet program writes has a document type, a comment or a CDATA section, and all are UTF-8. So the
 * bytes are refused before the parser sees them when they hold {@code <!}, or when two {@code <} are further apart than
 * any tag or text may be long: no entity can be declared, and no token makes the parser's buffers grow.
 */
final class SheetXml implements AutoCloseable {

    private static final XMLInputFactory FACTORY = factory();

    private final InputStream bytes;
    private final XMLStreamReader xml;

    SheetXml(InputStream in, int maxTokenBytes) throws IOException {
        bytes = new Guard(in, maxTokenBytes);
        try {
            // Through a reader, for the parser would follow an encoding that the part declares.
            xml = FACTORY.createXMLStreamReader(new InputStreamReader(
                    bytes,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)));
        } catch (XMLStreamException e) {
            throw fault(e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    /** The next beginning or end of an element or piece of text; false at the end of the part. */
    boolean next() throws IOException {
        try {
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamReader.START_ELEMENT
                        || event == XMLStreamReader.END_ELEMENT
                        || event == XMLStreamReader.CHARACTERS
                        || event == XMLStreamReader.SPACE) {
                    return true;
                }
            }
            return false;
        } catch (XMLStreamException e) {
            throw fault(e);
        } catch (IndexOutOfBoundsException | IllegalStateException | ClassCastException e) {
            // The JDK's parser answers some malformed parts so.
            throw new XlsxFault("is a damaged spreadsheet: its XML cannot be read");
        }
    }

    boolean begins(String element) {
        return xml.isStartElement() && xml.getLocalName().equals(element);
    }

    boolean ends(String element) {
        return xml.isEndElement() && xml.getLocalName().equals(element);
    }

    boolean isText() {
        return xml.isCharacters();
    }

    void appendText(StringBuilder to) {
        to.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
    }

    /** An attribute of the element that begins, by its local name. */
    @Nullable
    String attribute(String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    private static IOException fault(XMLStreamException e) {
        for (Throwable cause = e.getNestedException(); cause != null; cause = cause.getCause()) {
            if (cause instanceof XlsxFault fault) {
                return fault;
            }
            if (cause instanceof CharacterCodingException) {
                return new XlsxFault("is a damaged spreadsheet: a part is not UTF-8");
            }
        }
        return new XlsxFault("is a damaged spreadsheet: its XML cannot be read at line "
                + Math.max(0, e.getLocation() == null ? 0 : e.getLocation().getLineNumber()));
    }

    @Override
    public void close() throws IOException {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            throw fault(e);
        } finally {
            bytes.close();
        }
    }

    /** Lets bytes pass that no spreadsheet program would write otherwise. */
    private static final class Guard extends FilterInputStream {
        private final int maxTokenBytes;
        private int sinceTag;
        private boolean afterTag;

        Guard(InputStream in, int maxTokenBytes) {
            super(in);
            this.maxTokenBytes = maxTokenBytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int got = in.read(buffer, offset, length);
            for (int i = offset; i < offset + got; i++) {
                byte b = buffer[i];
                if (afterTag && b == '!') {
                    throw new XlsxFault(
                            "is not a plain spreadsheet: it holds a document type, a comment or a CDATA section");
                }
                afterTag = b == '<';
                sinceTag = afterTag ? 0 : sinceTag + 1;
                if (sinceTag > maxTokenBytes) {
                    throw new XlsxFault("is not a plain spreadsheet: it holds a text or tag of more than "
                            + maxTokenBytes + " bytes");
                }
            }
            return got;
        }
    }
}
