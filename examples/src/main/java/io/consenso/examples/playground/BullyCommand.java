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

/** The largest wins. */
@NullUnmarked // picocli fills the fields
@Command(
        name = "bully",
        description = "Leader election: the largest process that lives takes over.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BullyCommand implements AlgorithmCommand {
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
        return new ElectionPlay(new Bully(), peers, setting.faults(), election.resignations(peers));
    }
}
