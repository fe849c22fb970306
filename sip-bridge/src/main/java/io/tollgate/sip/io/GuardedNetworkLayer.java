package io.tollgate.sip.io;

import gov.nist.core.net.NetworkLayer;
import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Makes the stack's sockets; the stack creates it by name. Only guarded UDP exists. */
public final class GuardedNetworkLayer implements NetworkLayer {

    private @Nullable StackContext context;

    /** For the stack. */
    public GuardedNetworkLayer() {}

    @Override
    public void setSipStack(SipStackImpl stack) {
        context = StackContext.of(stack.getStackName());
    }

    @Override
    public DatagramSocket createDatagramSocket() throws SocketException {
        return createDatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    @Override
    public DatagramSocket createDatagramSocket(int port, InetAddress address) throws SocketException {
        if (context == null) {
            throw new SocketException("the stack has no bridge");
        }
        return new GuardedSocket(new InetSocketAddress(address, port), context.guard(), context.tap());
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress bind) throws IOException {
        throw unsupported();
    }

    @Override
    public SSLServerSocket createSSLServerSocket(int port, int backlog, InetAddress bind) throws IOException {
        throw unsupported();
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        throw unsupported();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress local) throws IOException {
        throw unsupported();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) throws IOException {
        throw unsupported();
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port) throws IOException {
        throw unsupported();
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port, InetAddress local) throws IOException {
        throw unsupported();
    }

    private static IOException unsupported() {
        return new IOException("this bridge speaks SIP over UDP only");
    }
}
