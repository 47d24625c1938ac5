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

/** Who has the token may. */
@NullUnmarked // picocli fills the fields
@Command(
        name = "token-ring",
        description = "Mutual exclusion: a token goes around a ring.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TokenRingCommand implements AlgorithmCommand {
    @Mixin
    private Setting setting;

    @Mixin
    private MutexSetting mutex;

    @Override
    public Setting setting() {
        return setting;
    }

    @Override
    public Play<?> play() {
        List<PeerId> peers = setting.peers(3, 2);
        return new MutexPlay(new TokenRing(peers.size()), mutex.wishes(peers, setting.timing(), 30), setting.faults());
    }
}
