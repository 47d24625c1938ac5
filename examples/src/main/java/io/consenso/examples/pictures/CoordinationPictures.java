/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.pictures;

import io.consenso.examples.playground.Playground;
import java.util.List;

/** The pictures of docs/coordination: runs of the playground under the commands that stand there. */
final class CoordinationPictures {
    private CoordinationPictures() {}

    static List<PicturePage> pages() {
        return List.of(
                page("central-server", "central-server"),
                page("token-ring", "token-ring --crash 2"),
                page("ricart-agrawala", "ricart-agrawala"),
                page("ring-election", "ring-election --crash 5"),
                page("bully-election", "bully --crash 5"),
                page("synchronous-consensus", "synchronous-consensus --crash-after 1@2"),
                page("byzantine-generals", "byzantine-oral --traitors 2", "byzantine-signed --traitors 1"),
                page("interactive-consistency", "interactive-consistency --traitors 4"),
                page("failure-detectors", "failure-detectors --crash 3"),
                page("replicated", "replicated-mutex", "replicated-election --crash 3"),
                page("replication-styles", "active", "semi-active", "passive"));
    }

    private static PicturePage page(String name, String... commands) {
        return new PicturePage(
                "coordination/" + name + ".md",
                List.of(commands).stream().map(CoordinationPictures::picture).toList());
    }

    private static Picture picture(String command) {
        String[] words = command.split(" ");
        return new Picture("coordination-" + words[0] + ".svg", Playground.picture(words));
    }
}
