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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A majority remembers. */
@NullUnmarked // picocli fills the fields
@Command(
        name = "replicated-mutex",
        description = "Mutual exclusion: the queue is a replicated state machine.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ReplicatedMutexCommand implements AlgorithmCommand {
    private static final long FIRST_MILLIS = 300;

    @Mixin
    private Setting setting;

    @Mixin
    private MutexSetting mutex;

    @Option(names = "--engine", defaultValue = "raft", description = "raft (default) or paxos.")
    private String engine;

    @Override
    public Setting setting() {
        return setting;
    }

    @Override
    public Play<?> play() {
        List<PeerId> peers = setting.peers(3, 2);
        return new MutexPlay(
                new ReplicatedMutexKind(Protocol.named(engine)),
                mutex.wishes(peers, setting.timing(), FIRST_MILLIS),
                setting.faults());
    }
}
