/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import com.google.protobuf.CodedInputStream;
import io.consenso.Bytes;
import io.consenso.spi.MalformedFrameException;
import io.consenso.transport.netty.proto.FrameHeader;
import java.io.IOException;
import java.util.Optional;

/**
 * A frame as it arrived.
 *
 * @param group empty in a frame that only says "still here"
 * @param payload shares the array that was read into
 */
record Received(Optional<String> group, Bytes payload) {
    static Received parse(byte[] body) throws MalformedFrameException {
        try {
            CodedInputStream in = CodedInputStream.newInstance(body);
            int outer = in.pushLimit(in.readRawVarint32());
            FrameHeader header = FrameHeader.parseFrom(in);
            in.popLimit(outer);
            int start = in.getTotalBytesRead();
            Optional<String> group = header.hasGroup() ? Optional.of(header.getGroup()) : Optional.empty();
            return new Received(group, Bytes.wrap(body, start, body.length - start));
        } catch (IOException e) {
            throw new MalformedFrameException("a frame without a readable header", e);
        }
    }
}
