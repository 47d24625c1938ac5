/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.engine.parts;

import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.Progress.ReadGrant;
import io.consenso.engine.Ready.Send;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What has become due since the last poll and needs no write: messages, answers to reads, proposals refused. Each {@code take} hands over what
 * has gathered and starts anew.
 *
 * @param <M> the engine's messages
 */
public final class Outbox<M> {
    private List<Send<M>> now = new ArrayList<>();
    private List<Send<M>> afterPersist = new ArrayList<>();
    private List<ReadGrant> grants = new ArrayList<>();
    private List<Long> readsRefused = new ArrayList<>();
    private List<Long> proposalsRefused = new ArrayList<>();

    /** With nothing due. */
    public Outbox() {}

    /** A message that depends on no unfinished write. */
    public void sendNow(PeerId to, M message) {
        now.add(new Send<>(to, message));
    }

    /** A message that may leave only when everything written so far, and what the next poll writes, is durable. */
    public void sendAfterPersist(PeerId to, M message) {
        afterPersist.add(new Send<>(to, message));
    }

    /** The read may be served once the state machine has applied up to that index. */
    public void grant(long readId, long atIndex) {
        grants.add(new ReadGrant(readId, atIndex));
    }

    /** The read cannot be granted. */
    public void refuseRead(long readId) {
        readsRefused.add(readId);
    }

    /** None of the reads can be granted. */
    public void refuseReads(Collection<Long> readIds) {
        readsRefused.addAll(readIds);
    }

    /** The proposal was not and never will be ordered. */
    public void refuse(Engine.Proposal proposal) {
        proposalsRefused.add(proposal.id());
    }

    /** Lets what waits for a write leave now, behind what may leave anyway: when no write is unfinished, nothing has to wait. */
    public void releaseAfterPersist() {
        now.addAll(afterPersist);
        afterPersist.clear();
    }

    /** Whether a read was granted or refused, or a proposal refused. */
    public boolean hasAnswers() {
        return !(grants.isEmpty() && readsRefused.isEmpty() && proposalsRefused.isEmpty());
    }

    /** For {@link io.consenso.engine.Ready#sendNow()}. */
    public List<Send<M>> takeNow() {
        List<Send<M>> taken = now;
        now = renewed(taken);
        return taken;
    }

    /** For {@link io.consenso.engine.Ready#sendAfterPersist()}. */
    public List<Send<M>> takeAfterPersist() {
        List<Send<M>> taken = afterPersist;
        afterPersist = renewed(taken);
        return taken;
    }

    /** For {@link io.consenso.engine.Progress#reads()}. */
    public List<ReadGrant> takeGrants() {
        List<ReadGrant> taken = grants;
        grants = renewed(taken);
        return taken;
    }

    /** For {@link io.consenso.engine.Progress#readsRefused()}. */
    public List<Long> takeReadsRefused() {
        List<Long> taken = readsRefused;
        readsRefused = renewed(taken);
        return taken;
    }

    /** For {@link io.consenso.engine.Progress#refused()}. */
    public List<Long> takeProposalsRefused() {
        List<Long> taken = proposalsRefused;
        proposalsRefused = renewed(taken);
        return taken;
    }

    private static <T> List<T> renewed(List<T> taken) {
        return taken.isEmpty() ? taken : new ArrayList<>();
    }
}
