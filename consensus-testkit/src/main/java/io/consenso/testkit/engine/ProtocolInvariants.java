/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.spi.Log;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * What one protocol owes beyond {@link EngineInvariants}, as an observer that throws when it is broken.
 *
 * @param <M> the protocol's messages
 */
@FunctionalInterface
public interface ProtocolInvariants<M> {
    /** Observers for one group, given what certainly survives a power failure of each replica, at any moment. */
    EngineObserver<M> watching(Function<PeerId, Log> durable);

    /**
     * Whether these make an entry chosen when all of them have it on disk: more than half of the voters, unless the protocol says otherwise.
     * Said without help of the code that is under test.
     */
    default boolean isQuorum(Membership membership, Set<PeerId> peers) {
        long voters = membership.voters().stream().filter(peers::contains).count();
        return 2 * voters > membership.voters().size();
    }

    /** The same, with another answer to {@link #isQuorum}. */
    default ProtocolInvariants<M> withQuorum(BiPredicate<Membership, Set<PeerId>> quorum) {
        ProtocolInvariants<M> same = this;
        return new ProtocolInvariants<>() {
            @Override
            public EngineObserver<M> watching(Function<PeerId, Log> durable) {
                return same.watching(durable);
            }

            @Override
            public boolean isQuorum(Membership membership, Set<PeerId> peers) {
                return quorum.test(membership, peers);
            }
        };
    }

    /** Nothing beyond. */
    static <M> ProtocolInvariants<M> none() {
        return durable -> new EngineObserver<>() {};
    }
}
