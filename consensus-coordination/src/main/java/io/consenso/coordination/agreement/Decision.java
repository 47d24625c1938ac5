/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.PeerId;
import java.util.List;
import java.util.Map;

/**
 * What a process decided, and what it saw on the way.
 *
 * @param value the same at every right process
 * @param rounds how many rounds it took
 * @param messagesSent how many messages this process sent in the rounds; those that begin the rounds are not among them
 * @param lateMessages how many messages came after their round until the decision, by sender. Each is a fault, and none was used
 * @param faultyCommanders which commanders are proven faulty; always empty where no process commands
 */
public record Decision<V>(
        V value,
        int rounds,
        long messagesSent,
        Map<PeerId, Long> lateMessages,
        List<FaultyCommander> faultyCommanders) {
    /** Copies map and list. */
    public Decision {
        lateMessages = Map.copyOf(lateMessages);
        faultyCommanders = List.copyOf(faultyCommanders);
    }
}
