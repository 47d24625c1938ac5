/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.PeerId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What processes of an agreement tell one another. */
sealed interface AgreementMessage {
    /** In which round it is sent; 0 before the first. */
    int round();

    /** The rounds begin. */
    record Start() implements AgreementMessage {
        @Override
        public int round() {
            return 0;
        }
    }

    /** Who proposed what, as far as the sender learned it in the round before. */
    record Proposals(int round, Map<PeerId, Bytes> values) implements AgreementMessage {
        public Proposals {
            values = Map.copyOf(values);
        }
    }

    /**
     * What somebody says.
     *
     * @param path the commander, who told the second, and so on; the last one sends this
     * @param order empty: nothing was heard
     */
    record OralOrder(List<PeerId> path, Optional<Bytes> order) implements AgreementMessage {
        public OralOrder {
            path = List.copyOf(path);
        }

        @Override
        public int round() {
            return path.size();
        }
    }

    /** An order with the signatures of its commander and of all who passed it on. */
    record SignedOrder(Bytes order, List<Endorsement> endorsements) implements AgreementMessage {
        public SignedOrder {
            endorsements = List.copyOf(endorsements);
        }

        @Override
        public int round() {
            return endorsements.size();
        }

        /** Commander first. */
        List<PeerId> signers() {
            return endorsements.stream().map(Endorsement::signer).toList();
        }
    }

    /** A signature over an order and all endorsements before this one. */
    record Endorsement(PeerId signer, Bytes signature) {}
}
