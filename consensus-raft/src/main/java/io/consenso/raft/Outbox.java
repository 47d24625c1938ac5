/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.Progress.ReadGrant;
import io.consenso.engine.Ready.Send;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What has become due since the last poll and needs no write. */
final class Outbox {
    private List<Send<Message>> now = new ArrayList<>();
    private List<Send<Message>> afterPersist = new ArrayList<>();
    private List<ReadGrant> grants = new ArrayList<>();
    private List<Long> readsRefused = new ArrayList<>();
    private List<Long> proposalsRefused = new ArrayList<>();

    void sendNow(PeerId to, Message message) {
        now.add(new Send<>(to, message));
    }

    void sendAfterPersist(PeerId to, Message message) {
        afterPersist.add(new Send<>(to, message));
    }

    void grant(long readId, long atIndex) {
        grants.add(new ReadGrant(readId, atIndex));
    }

    void refuseRead(long readId) {
        readsRefused.add(readId);
    }

    void refuseReads(Collection<Long> readIds) {
        readsRefused.addAll(readIds);
    }

    void refuse(Engine.Proposal proposal) {
        proposalsRefused.add(proposal.id());
    }

    /** When no write is unfinished, nothing has to wait. */
    void releaseAfterPersist() {
        now.addAll(afterPersist);
        afterPersist.clear();
    }

    boolean hasAnswers() {
        return !(grants.isEmpty() && readsRefused.isEmpty() && proposalsRefused.isEmpty());
    }

    List<Send<Message>> takeNow() {
        List<Send<Message>> taken = now;
        now = renewed(taken);
        return taken;
    }

    List<Send<Message>> takeAfterPersist() {
        List<Send<Message>> taken = afterPersist;
        afterPersist = renewed(taken);
        return taken;
    }

    List<ReadGrant> takeGrants() {
        List<ReadGrant> taken = grants;
        grants = renewed(taken);
        return taken;
    }

    List<Long> takeReadsRefused() {
        List<Long> taken = readsRefused;
        readsRefused = renewed(taken);
        return taken;
    }

    List<Long> takeProposalsRefused() {
        List<Long> taken = proposalsRefused;
        proposalsRefused = renewed(taken);
        return taken;
    }

    private static <T> List<T> renewed(List<T> taken) {
        return taken.isEmpty() ? taken : new ArrayList<>();
    }
}
