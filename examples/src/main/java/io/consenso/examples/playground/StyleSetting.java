/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.PeerId;
import io.consenso.examples.Protocol;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Option;

/** The options of every style of replication. */
@NullUnmarked // picocli fills the fields
final class StyleSetting {
    private static final long FIRST_MILLIS = 300;

    @Option(
            names = "--requests",
            paramLabel = "P@MILLIS",
            description = "Who asks when: 2@300,3@302; p2 and then p3 by default.")
    private String requests;

    @Option(names = "--engine", defaultValue = "raft", description = "raft (default) or paxos.")
    private String engine;

    /** What these options and those of every algorithm say. */
    Play<?> play(ReplicationStyle style, Setting setting) {
        List<PeerId> peers = setting.peers(3, 2);
        return new StylePlay(
                style,
                Protocol.named(engine),
                peers,
                MutexSetting.requests(requests, peers, setting.timing(), FIRST_MILLIS),
                setting.faults());
    }
}
