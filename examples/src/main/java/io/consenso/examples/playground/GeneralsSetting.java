/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the Byzantine generals can be told. */
@NullUnmarked // picocli fills the fields
final class GeneralsSetting {
    @Mixin
    private TraitorSetting traitors;

    @Option(names = "--commander", defaultValue = "1", description = "Who gives the order; 1 by default.")
    private String commander;

    @Option(names = "--order", defaultValue = "attack", description = "attack (default) or retreat.")
    private String order;

    /** The play of these. */
    Play<?> play(List<PeerId> peers, Faults faults, boolean isSigned) {
        PeerId commanding = Names.parse("--commander", commander);
        Names.check("--commander", List.of(commanding), peers);
        if (!order.equals("attack") && !order.equals("retreat")) {
            throw new IllegalArgumentException("--order is attack or retreat, not '" + order + "'");
        }
        Generals generals = new Generals(
                peers,
                commanding,
                Bytes.ofUtf8(order),
                traitors.max(),
                traitors.all(peers),
                isSigned ? Optional.of(new GeneralsKeys(peers)) : Optional.empty());
        return new AgreementPlay<>(generals, peers, faults, "m", traitors.max());
    }
}
