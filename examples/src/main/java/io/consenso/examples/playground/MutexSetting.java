/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.PeerId;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What algorithms for mutual exclusion can be told besides. */
@NullUnmarked // picocli fills the fields
final class MutexSetting {
    private static final int HOLD_MAX = 10_000;
    private static final long WARMING_MILLIS = 200;

    @Option(
            names = "--requests",
            paramLabel = "P@MILLIS",
            description = "Who asks when: 2@10,3@12; p2 and then p3 by default.")
    private String requests;

    @Option(names = "--resource", defaultValue = "a", description = "What is asked for; a by default.")
    private String resource;

    @Option(
            names = "--hold",
            paramLabel = "MILLIS",
            defaultValue = "10",
            description = "How long each keeps it; 10 by default, ten times as long with --net.")
    private long hold;

    /** All that, for these processes; unless something else is said, two of them ask for it, the first at that millisecond of a simulation. */
    MutexWishes wishes(List<PeerId> peers, Timing timing, long firstMillis) {
        List<PeerMoment> asked = requests(requests, peers, timing, firstMillis);
        if (resource.isBlank()) {
            throw new IllegalArgumentException("--resource has a name");
        }
        if (hold < 0 || hold > HOLD_MAX) {
            throw new IllegalArgumentException("--hold is from 0 to " + HOLD_MAX + ", not " + hold);
        }
        return new MutexWishes(peers, asked, resource, hold);
    }

    /** Who asks when, as an option {@code --requests} says, or two of them when it is not there. */
    static List<PeerMoment> requests(@Nullable String text, List<PeerId> peers, Timing timing, long firstMillis) {
        List<PeerMoment> asked = text == null
                ? usual(peers, timing, firstMillis)
                : PeerMoment.parseAllNumbered("--requests", "milliseconds", text);
        Names.check("--requests", asked.stream().map(PeerMoment::peer).toList(), peers);
        return asked;
    }

    private static List<PeerMoment> usual(List<PeerId> peers, Timing timing, long firstMillis) {
        List<PeerId> last = peers.subList(peers.size() > 2 ? 1 : 0, peers.size() > 2 ? 3 : 2);
        long at = timing.millis(firstMillis) + (timing.isReal() ? WARMING_MILLIS : 0);
        return List.of(
                new PeerMoment(last.get(0), OptionalLong.of(at)),
                new PeerMoment(last.get(1), OptionalLong.of(at + timing.millis(2))));
    }
}
