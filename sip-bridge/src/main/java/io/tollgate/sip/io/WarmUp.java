package io.tollgate.sip.io;

import gov.nist.javax.sip.parser.StringMsgParser;
import io.tollgate.sip.trunk.SipAction;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** Runs calls through parser and writer before the port opens: a cold JVM collapses under a carrier's first burst. */
final class WarmUp {

    private static final String SDP = String.join(
            "\r\n",
            "v=0",
            "o=- 1 1 IN IP4 192.0.2.1",
            "s=-",
            "c=IN IP4 192.0.2.1",
            "t=0 0",
            "m=audio 20000 RTP/AVP 8 101",
            "a=rtpmap:8 PCMA/8000",
            "a=rtpmap:101 telephone-event/8000",
            "");

    private WarmUp() {}

    static void run(MessageWriter writer, int rounds) throws ParseException {
        StringMsgParser parser = new StringMsgParser();
        for (int i = 0; i < rounds; i++) {
            for (String method : List.of("INVITE", "ACK", "BYE")) {
                Request request = writer.request(new SipAction.Request(
                        method,
                        "sip:+442079460123@192.0.2.1;user=phone",
                        List.of(),
                        "<sip:+442079460999@192.0.2.2>;tag=a",
                        "<sip:+442079460123@192.0.2.1>",
                        "warm-up-" + i,
                        1,
                        List.of(),
                        method.equals("INVITE") ? SDP : null));
                byte[] bytes = request.toString().getBytes(StandardCharsets.UTF_8);
                Request parsed = (Request) parser.parseSIPMessage(bytes, true, false, null);
                MessageReader.request("", parsed);
                if (!method.equals("ACK")) {
                    byte[] answer = writer.plain(parsed, 200, "OK", "b", List.of())
                            .toString()
                            .getBytes(StandardCharsets.UTF_8);
                    MessageReader.response((Response) parser.parseSIPMessage(answer, true, false, null));
                }
            }
        }
    }
}
