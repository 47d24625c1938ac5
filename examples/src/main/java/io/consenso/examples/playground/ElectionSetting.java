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

/** What algorithms for leader election can be told besides. */
@NullUnmarked // picocli fills the fields
final class ElectionSetting {
    @Option(names = "--resign", paramLabel = "P[@MILLIS]", description = "Who resigns if it leads, and when: 5@100.")
    private String resign;

    /** Who resigns, of these. */
    List<PeerMoment> resignations(List<PeerId> peers) {
        List<PeerMoment> all = resign == null ? List.of() : PeerMoment.parseAll("--resign", "milliseconds", resign);
        Names.check("--resign", all.stream().map(PeerMoment::peer).toList(), peers);
        return all;
    }
}
