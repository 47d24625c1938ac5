/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.agreement.Aggregation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything to everybody, often enough. */
@NullUnmarked // picocli fills the fields
@Command(
        name = "synchronous-consensus",
        description = "Agreement although f processes crash, in f+1 rounds.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SynchronousConsensusCommand implements AlgorithmCommand {
    private static final int CRASHES_MAX = 10;

    @Mixin
    private Setting setting;

    @Option(names = "--f", defaultValue = "1", description = "How many may crash; 1 by default.")
    private int f;

    @Option(
            names = "--values",
            paramLabel = "V,V,...",
            description = "What p1, p2 and so on propose; v1,v2,... by default.")
    private String values;

    @Option(
            names = "--aggregation",
            defaultValue = "minimum",
            description = "What is decided of the values known: minimum (default) or majority.")
    private String aggregation;

    @Override
    public Setting setting() {
        return setting;
    }

    @Override
    public Play<?> play() {
        List<PeerId> peers = setting.peers(4, 1);
        if (f < 0 || f > CRASHES_MAX) {
            throw new IllegalArgumentException("--f is from 0 to " + CRASHES_MAX + ", not " + f);
        }
        Map<PeerId, Bytes> proposals = Proposals.parse(values, peers);
        return new AgreementPlay<>(new Flooding(proposals, f, aggregation()), peers, setting.faults(), "f", f);
    }

    private Aggregation aggregation() {
        return switch (aggregation) {
            case "minimum" -> Aggregation.minimum();
            case "majority" -> Aggregation.majority();
            default ->
                throw new IllegalArgumentException("--aggregation is minimum or majority, not '" + aggregation + "'");
        };
    }
}
