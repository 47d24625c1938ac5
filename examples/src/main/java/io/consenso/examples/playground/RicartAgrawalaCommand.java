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
import picocli.CommandLine.Option;

/** All permit. */
@NullUnmarked // picocli fills the fields
@Command(
        name = "ricart-agrawala",
        description = "Mutual exclusion: everybody else permits it, in the order of Lamport clocks.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RicartAgrawalaCommand implements AlgorithmCommand {
    @Mixin
    private Setting setting;

    @Mixin
    private MutexSetting mutex;

    @Option(names = "--detector", description = "A failure detector leaves out the dead.")
    private boolean detector;

    @Override
    public Setting setting() {
        return setting;
    }

    @Override
    public Play<?> play() {
        List<PeerId> peers = setting.peers(3, 2);
        return new MutexPlay(
                new RicartAgrawala(peers.size(), detector),
                mutex.wishes(peers, setting.timing(), 10),
                setting.faults());
    }
}
