/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.PeerId;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Option;

/** Who lies. */
@NullUnmarked // picocli fills the fields
final class TraitorSetting {
    private static final int TRAITORS_MAX = 3;

    @Option(names = "--m", defaultValue = "1", description = "How many may be traitors, or crash; 1 by default.")
    private int m;

    @Option(
            names = "--traitors",
            paramLabel = "P,P,...",
            description = "Who lies: to those with an even number it says the opposite of the truth.")
    private String traitors;

    int max() {
        if (m < 0 || m > TRAITORS_MAX) {
            throw new IllegalArgumentException("--m is from 0 to " + TRAITORS_MAX + ", not " + m);
        }
        return m;
    }

    /** Those, of these. */
    List<PeerId> all(List<PeerId> peers) {
        List<PeerId> all = traitors == null ? List.of() : Names.parseAll("--traitors", traitors);
        Names.check("--traitors", all, peers);
        return all;
    }
}
