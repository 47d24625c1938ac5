/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.PeerId;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Once around. */
@NullUnmarked // picocli fills the fields
@Command(
        name = "ring-election",
        description = "Leader election: the largest name comes back around the ring.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RingElectionCommand implements AlgorithmCommand {
    @Mixin
    private Setting setting;

    @Mixin
    private ElectionSetting election;

    @Override
    public Setting setting() {
        return setting;
    }

    @Override
    public Play<?> play() {
        List<PeerId> peers = setting.peers(5, 2);
        return new ElectionPlay(new Ring(peers.size()), peers, setting.faults(), election.resignations(peers));
    }
}
