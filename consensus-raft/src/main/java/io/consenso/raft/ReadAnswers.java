/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.engine.parts.ReadRounds;

/** Carries a leader's answers to whoever asked: a follower that forwarded its reads, or this replica. */
final class ReadAnswers implements ReadRounds.Answers {
    private final Node node;

    ReadAnswers(Node node) {
        this.node = node;
    }

    @Override
    public void grant(ReadRounds.Reader reader, long index) {
        if (reader.from().isPresent()) {
            node.send(reader.from().get(), new Message.ReadIndexReply(node.term(), reader.id(), index));
        } else {
            node.outbox().grant(reader.id(), index);
        }
    }

    @Override
    public void refuse(ReadRounds.Reader reader) {
        if (reader.from().isPresent()) {
            node.send(reader.from().get(), new Message.ReadIndexRefused(node.term(), reader.id()));
        } else {
            node.outbox().refuseRead(reader.id());
        }
    }
}
