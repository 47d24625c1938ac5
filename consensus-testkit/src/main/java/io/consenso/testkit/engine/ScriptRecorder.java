/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.Progress;
import io.consenso.engine.Ready;
import io.consenso.spi.LogView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down what engines say, for the golden text of a script. */
final class ScriptRecorder<M> implements EngineObserver<M> {
    private final List<String> lines = new ArrayList<>();
    private final Map<Long, Bytes> proposals = new HashMap<>();
    private final Map<PeerId, String> states = new LinkedHashMap<>();
    private final ScriptText text;
    private boolean isQuiet;

    ScriptRecorder(ScriptText text) {
        this.text = text;
    }

    /** While quiet, nothing but {@link #states}. */
    void quiet(boolean quiet) {
        isQuiet = quiet;
    }

    void line(String line) {
        if (!isQuiet) {
            lines.add(line);
        }
    }

    /** What was recorded since the last time, and how those replicas stand that stand differently. */
    List<String> take(EngineCluster<M> cluster) {
        for (EngineReplica<M> replica : cluster.replicas()) {
            String state = text.state(replica);
            if (!state.equals(states.put(replica.id(), state))) {
                lines.add(state);
            }
        }
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    @Override
    public void proposed(PeerId self, List<Engine.Proposal> news) {
        news.forEach(proposal -> proposals.put(proposal.id(), proposal.payload()));
    }

    @Override
    public void polled(PeerId self, Ready<M> ready, LogView log) {
        if (!ready.persist().isEmpty()) {
            line(self + " writes " + text.batch(ready.persist()));
        }
        Progress progress = ready.progress();
        for (long id : progress.refused()) {
            Bytes payload = proposals.getOrDefault(id, Bytes.EMPTY);
            line(self + " refuses " + ScriptText.payload(payload));
        }
        progress.reads().forEach(grant -> line(self + " grants read " + grant.readId() + " at " + grant.atIndex()));
        progress.readsRefused().forEach(id -> line(self + " refuses read " + id));
    }

    @Override
    public void leaves(PeerId from, PeerId to, M message) {
        line(from + ">" + to + " " + text.message(message));
    }
}
