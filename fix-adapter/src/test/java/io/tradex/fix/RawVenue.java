package io.tradex.fix;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A venue that speaks FIX by hand, and so can say anything. Fields are written with '|' for the separator. */
final class RawVenue implements Closeable {
    static final String COMP_ID = "RAW";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HH:mm:ss.SSS");

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final String beginString;
    private Socket connection;
    private InputStream in;
    private int nextSeqNum = 1;
    private String logon = "";

    RawVenue() throws IOException {
        this("FIX.4.4");
    }

    RawVenue(final String beginString) throws IOException {
        this.beginString = beginString;
        server.setSoTimeout((int) TimeUnit.SECONDS.toMillis(20));
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() throws IOException {
        connection = server.accept();
        connection.setSoTimeout((int) TimeUnit.SECONDS.toMillis(20));
        in = connection.getInputStream();
    }

    /**
     * Waits for the adapter to connect and to log on. QuickFIX/J may end a connection that it made while it was still ending the
     * one before; then it connects once more.
     */
    void awaitLogon() throws IOException {
        String first;
        do {
            accept();
            first = read();
        } while (first.isEmpty());
        assertTrue(first.contains("|35=A|"), first);
        logon = first;
    }

    /** Waits for the adapter to connect and to log on, and answers. */
    void acceptLogon() throws IOException {
        awaitLogon();
        send("A", "98=0|108=30|" + (beginString.equals("FIXT.1.1") ? "1137=9|" : ""));
    }

    /** @return what is next read, without header, checksum and the '|' at its end. */
    String readBody(final String msgType) throws IOException {
        final String message = read(msgType);
        final int start = message.indexOf("|56=" + COMP_ID + '|') + COMP_ID.length() + 5;
        return message.substring(start, message.lastIndexOf("|10="));
    }

    /** @return the newest logon. */
    String logon() {
        return logon;
    }

    void disconnect() throws IOException {
        connection.close();
    }

    /** Leaves out so many numbers; returns the first of them. */
    int skip(final int messages) {
        final int first = nextSeqNum;
        nextSeqNum += messages;
        return first;
    }

    /** A message of the venue's version with any number. */
    String text(final String msgType, final int seqNum, final String body) {
        return message(beginString, COMP_ID, msgType, seqNum, body);
    }

    void nextSeqNum(final int seqNum) {
        nextSeqNum = seqNum;
    }

    /** @return MsgSeqNum of the message sent. */
    int send(final String msgType, final String body) {
        return sendFrom(COMP_ID, msgType, body);
    }

    int sendFrom(final String senderCompId, final String msgType, final String body) {
        final int seqNum = nextSeqNum++;
        sendBytes(message(beginString, senderCompId, msgType, seqNum, body));
        return seqNum;
    }

    void sendBytes(final String bytes) {
        try {
            connection.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            connection.getOutputStream().flush();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the next message of that type, others skipped, with '|' for the separator. */
    String read(final String msgType) throws IOException {
        final List<String> skipped = new ArrayList<>();
        while (true) {
            final String message = read();
            if (message.isEmpty()) {
                throw new AssertionError("the adapter closed the connection; before that it sent " + skipped);
            }
            if (message.contains("|35=" + msgType + '|')) {
                return message;
            }
            skipped.add(message);
        }
    }

    /** @return the next message that holds a text. */
    String readWith(final String text) throws IOException {
        String message;
        do {
            message = read();
            assertTrue(!message.isEmpty(), "the adapter closed the connection");
        } while (!message.contains(text));
        return message;
    }

    /** @return the next message; empty at the end of the connection. */
    String read() throws IOException {
        final StringBuilder message = new StringBuilder();
        while (true) {
            final int b = in.read();
            if (b < 0) {
                return "";
            }
            message.append(b == 1 ? '|' : (char) b);
            final int checksum = message.lastIndexOf("|10=");
            if (b == 1 && checksum >= 0 && message.length() == checksum + "|10=000|".length()) {
                return message.toString();
            }
        }
    }

    /** Reads until the adapter closes the connection. */
    void awaitClosed() throws IOException {
        while (!read().isEmpty()) {
            // What it says before it goes does not matter.
        }
    }

    static String message(final String senderCompId, final String msgType, final int seqNum, final String body) {
        return message("FIX.4.4", senderCompId, msgType, seqNum, body);
    }

    private static String message(
            final String beginString,
            final String senderCompId,
            final String msgType,
            final int seqNum,
            final String body) {
        final String content = ("35=" + msgType + "|34=" + seqNum + "|49=" + senderCompId + "|56=TRADEX|52="
                        + LocalDateTime.now(ZoneOffset.UTC).format(TIME) + '|' + body)
                .replace('|', '\u0001');
        final String message = "8=" + beginString + "\u00019=" + content.length() + '\u0001' + content;
        int sum = 0;
        for (int i = 0; i < message.length(); i++) {
            sum += message.charAt(i);
        }
        return message + String.format("10=%03d\u0001", sum % 256);
    }

    @Override
    public void close() throws IOException {
        if (connection != null) {
            connection.close();
        }
        server.close();
    }
}
