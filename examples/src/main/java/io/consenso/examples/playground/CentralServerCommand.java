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

/** One grants. */
@NullUnmarked // picocli fills the fields
@Command(
        name = "central-server",
        description = "Mutual exclusion: a server keeps the queue.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CentralServerCommand implements AlgorithmCommand {
    @Mixin
    private Setting setting;

    @Mixin
    private MutexSetting mutex;

    @Option(names = "--server", defaultValue = "1", description = "Which process grants; 1 by default.")
    private String server;

    @Override
    public Setting setting() {
        return setting;
    }

    @Override
    public Play<?> play() {
        List<PeerId> peers = setting.peers(3, 2);
        PeerId granting = Names.parse("--server", server);
        Names.check("--server", List.of(granting), peers);
        return new MutexPlay(new CentralServer(granting), mutex.wishes(peers, setting.timing(), 10), setting.faults());
    }
}
