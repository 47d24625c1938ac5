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

/** What algorithms for mutual exclusion can be told besides. */
@NullUnmarked // picocli fills the fields
final class MutexSetting {
    private static final int HOLD_MAX = 10_000;

    @Option(
            names = "--requests",
            paramLabel = "P@MILLIS",
            description = "Who asks when: 2@10,3@12, which is the default in the simulator.")
    private String requests;

    @Option(names = "--resource", defaultValue = "a", description = "What is asked for; a by default.")
    private String resource;

    @Option(
            names = "--hold",
            paramLabel = "MILLIS",
            defaultValue = "10",
            description = "How long each keeps it; 10 by default, ten times as long with --net.")
    private long hold;

    /** All that, for these processes. */
    MutexWishes wishes(List<PeerId> peers, Timing timing) {
        String usual = timing.isReal() ? "2@300,3@320" : "2@10,3@12";
        List<PeerMoment> asked = PeerMoment.parseAllNumbered(
                "--requests", "milliseconds", requests == null ? usual : requests);
        Names.check("--requests", asked.stream().map(PeerMoment::peer).toList(), peers);
        if (resource.isBlank()) {
            throw new IllegalArgumentException("--resource has a name");
        }
        if (hold < 0 || hold > HOLD_MAX) {
            throw new IllegalArgumentException("--hold is from 0 to " + HOLD_MAX + ", not " + hold);
        }
        return new MutexWishes(peers, asked, resource, hold);
    }
}
