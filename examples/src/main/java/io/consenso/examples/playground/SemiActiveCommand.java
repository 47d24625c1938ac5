/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The leader decides, all follow. */
@NullUnmarked // picocli fills the fields
@Command(
        name = "semi-active",
        description = "Replication: the leader decides, every replica applies.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SemiActiveCommand implements AlgorithmCommand {
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
        return replicas.play(ReplicationStyle.SEMI_ACTIVE, setting);
    }
}
