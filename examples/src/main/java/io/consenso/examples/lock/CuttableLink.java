/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.lock;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Carries connections from a port of its own to that of a node, except while it is cut: so a node can be cut off without any privileges. */
final class CuttableLink implements Closeable {
    private static final int BACKLOG = 50;

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean isCut;

    CuttableLink(int target) throws IOException {
        this.target = target;
        server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        start("link to " + target, this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void cut() {
        isCut = true;
        sockets.forEach(CuttableLink::closeQuietly);
    }

    void mend() {
        isCut = false;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                carry(server.accept());
            } catch (IOException e) {
                // The link is closed, or its node is not there: whoever called sees its connection end and calls again.
            }
        }
    }

    private void carry(Socket caller) throws IOException {
        sockets.add(caller);
        Socket callee;
        try {
            callee = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            closeQuietly(caller);
            sockets.remove(caller);
            throw e;
        }
        sockets.add(callee);
        start("link to " + target + ", there", () -> pump(caller, callee));
        start("link to " + target + ", back", () -> pump(callee, caller));
        if (isCut) {
            cut();
        }
    }

    private void pump(Socket from, Socket to) {
        try {
            from.setTcpNoDelay(true);
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One end is gone; the other is to notice.
        } finally {
            closeQuietly(from);
            closeQuietly(to);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more either way.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
