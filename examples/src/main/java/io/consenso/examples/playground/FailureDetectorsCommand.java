/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who is dead? */
@NullUnmarked // picocli fills the fields
@Command(
        name = "failure-detectors",
        description = "Heart-beats, judged by a time-out and by phi-accrual.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class FailureDetectorsCommand implements AlgorithmCommand {
    @Mixin
    private Setting setting;

    @Option(names = "--phi", defaultValue = "8", description = "Suspicion begins at this phi; 8 by default.")
    private double phi;

    @Override
    public Setting setting() {
        return setting;
    }

    @Override
    public Play<?> play() {
        return new FailureDetectorsPlay(setting.peers(3, 2), setting.faults(), phi);
    }
}
