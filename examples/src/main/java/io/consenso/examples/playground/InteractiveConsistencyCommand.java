/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everybody's value to everybody. */
@NullUnmarked // picocli fills the fields
@Command(
        name = "interactive-consistency",
        description = "Agreement on everybody's value although m processes lie.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class InteractiveConsistencyCommand implements AlgorithmCommand {
    @Mixin
    private Setting setting;

    @Mixin
    private TraitorSetting traitors;

    @Option(
            names = "--values",
            paramLabel = "V,V,...",
            description = "What p1, p2 and so on propose; v1,v2,... by default.")
    private String values;

    @Override
    public Setting setting() {
        return setting;
    }

    @Override
    public Play<?> play() {
        List<PeerId> peers = setting.peers(4, 2);
        Map<PeerId, Bytes> proposals = Proposals.parse(values, peers);
        return new AgreementPlay<>(
                new Consistency(proposals, traitors.max(), traitors.all(peers)),
                peers,
                setting.faults(),
                "m",
                traitors.max());
    }
}
