/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

/**
 * What a {@link NettyTransport} has done since it was bound. The numbers are read one after the other, not at one instant.
 *
 * @param framesSent handed to a connection; nobody says whether they arrived
 * @param framesReceived arrived intact
 * @param framesDropped not sent (unknown or unconnected peer, full queue, too long), or received for a group nobody subscribed to
 * @param connectionsRefused handshakes that ended in a refusal, whoever refused
 * @param badFrames bytes that make no sense, each of which ended its connection: a foreign protocol, a wrong length, a wrong checksum
 * @param bytesSent in frames, with what surrounds the payload
 * @param bytesReceived in frames that arrived intact, with what surrounds the payload
 */
public record NettyStats(
        long framesSent,
        long framesReceived,
        long framesDropped,
        long connectionsRefused,
        long badFrames,
        long bytesSent,
        long bytesReceived) {}
