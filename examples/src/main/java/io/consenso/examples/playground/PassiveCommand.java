/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One works, all take over what came of it. */
@NullUnmarked // picocli fills the fields
@Command(
        name = "passive",
        description = "Replication: the primary executes, every replica applies the update.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PassiveCommand implements AlgorithmCommand {
    @Mixin
    private Setting setting;

    @Mixin
    private StyleSetting replicas;

    @Override
    public Setting setting() {
        return setting;
    }

    @Override
    public Play<?> play() {
        return replicas.play(ReplicationStyle.PASSIVE, setting);
    }
}
