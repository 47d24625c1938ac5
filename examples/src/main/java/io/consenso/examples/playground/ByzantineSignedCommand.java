/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Generals, some of them traitors. */
@NullUnmarked // picocli fills the fields
@Command(
        name = "byzantine-signed",
        description = "Byzantine generals with signed messages, SM(m).",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ByzantineSignedCommand implements AlgorithmCommand {
    @Mixin
    private Setting setting;

    @Mixin
    private GeneralsSetting generals;

    @Override
    public Setting setting() {
        return setting;
    }

    @Override
    public Play<?> play() {
        return generals.play(setting.peers(3, 2), setting.faults(), true);
    }
}
