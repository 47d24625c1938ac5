/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** All do the same. */
@NullUnmarked // picocli fills the fields
@Command(
        name = "active",
        description = "Replication: every replica executes every command.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ActiveCommand implements AlgorithmCommand {
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
        return replicas.play(ReplicationStyle.ACTIVE, setting);
    }
}
