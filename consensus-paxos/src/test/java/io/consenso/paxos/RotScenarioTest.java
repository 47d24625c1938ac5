/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import static io.consenso.paxos.Rig.N2;
import static io.consenso.paxos.Rig.N3;
import static io.consenso.paxos.Rig.T;
import static io.consenso.paxos.Rig.accept;
import static io.consenso.paxos.Rig.accepted;
import static io.consenso.paxos.Rig.ballot;
import static io.consenso.paxos.Rig.entry;
import static io.consenso.paxos.Rig.learnReply;
import static io.consenso.paxos.Rig.noop;
import static io.consenso.paxos.Rig.proposed;
import static io.consenso.paxos.Rig.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.spi.Entry;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Votes that rot on the disk: neither forgotten nor guessed (Alagappan et al.: Protocol-Aware Recovery, 2018). */
class RotScenarioTest {
    private static final long OLD = ballot(1, 2);

    private static Message.Promise promise(long ballot, List<Entry> records, long... faulty) {
        List<Message.Slots> slots = LongStream.of(faulty)
                .mapToObj(slot -> new Message.Slots(slot, slot))
                .toList();
        return new Message.Promise(ballot, 0, 1, Long.MAX_VALUE, records, slots);
    }

    @Test
    void p29_aVoteThatCannotBeReadIsToldAsSuchAndNotLeftOut() {
        Rig rig = new Rig().having(OLD, entry(1, OLD, "a"), entry(2, OLD, "b"), entry(3, OLD, "c"));
        rig.rotten.add(2L);
        Ready<Message> ready =
                rig.start().receive(N3, new Message.Prepare(ballot(2, 3), 1)).poll();
        assertThat(sent(ready, N3, Message.Promise.class))
                .containsExactly(promise(ballot(2, 3), List.of(entry(1, OLD, "a"), entry(3, OLD, "c")), 2));
    }

    /** For all other slots the promise is as good as any. */
    @Test
    void p29_aLeaderWaitsInASlotForAQuorumThatCanTell() {
        Rig rig = new Rig().having(OLD).start();
        rig.prepare();
        long own = rig.ballot();
        rig.receive(N2, promise(own, List.of(entry(1, OLD, "a"), entry(3, OLD, "c")), 2));
        Ready<Message> leading = rig.pollAndPersist();
        assertThat(leading.progress().role()).isEqualTo(Role.LEADER);
        assertThat(proposed(leading, N2)).containsExactly(entry(1, own, "a"), entry(3, own, "c"));
        rig.receive(N2, accepted(own, 1, 3));
        assertThat(rig.chosen()).isEqualTo(1);
        assertThat(sent(rig.passTime(T / 10).poll(), N3, Message.Prepare.class)).hasSize(1);
        rig.receive(N3, promise(own, List.of(entry(2, OLD, "b"))));
        assertThat(proposed(rig.pollAndPersist(), N2)).containsExactly(entry(2, own, "b"));
        rig.receive(N2, accepted(own, 2));
        assertThat(rig.chosen()).isEqualTo(3);
    }

    /** The commands of the same round stand in later slots, and a message names its slots in order. */
    @Test
    void p29_aSlotThatCanBeToldLateIsProposedBeforeTheCommandsOfTheRound() {
        Rig rig = new Rig().having(OLD).start();
        rig.prepare();
        long own = rig.ballot();
        rig.receive(N2, promise(own, List.of(entry(2, OLD, "b")), 1)).pollAndPersist();
        rig.propose("c").receive(N3, promise(own, List.of(entry(1, OLD, "a"))));
        assertThat(proposed(rig.pollAndPersist(), N2)).containsExactly(entry(1, own, "a"), entry(3, own, "c"));
    }

    @Test
    void p29_aQuorumThatCanTellAndKnowsOfNoVoteIsEnoughForANoOp() {
        Rig rig = new Rig().having(OLD).start();
        rig.prepare();
        long own = rig.ballot();
        rig.receive(N2, promise(own, List.of(entry(3, OLD, "c")), 2)).pollAndPersist();
        rig.receive(N3, promise(own, List.of()));
        assertThat(proposed(rig.pollAndPersist(), N2)).containsExactly(noop(2, own));
    }

    @Test
    void p29_whatALeaderCannotReadItselfItTakesFromTheOthers() {
        Rig rig = new Rig().having(OLD, entry(1, OLD, "a"), entry(2, OLD, "b"));
        rig.rotten.add(1L);
        rig.start().prepare();
        long own = rig.ballot();
        rig.receive(N2, promise(own, List.of(entry(1, OLD, "a"))));
        assertThat(proposed(rig.pollAndPersist(), N3)).containsExactly(entry(2, own, "b"));
        rig.receive(N3, promise(own, List.of(entry(1, OLD, "a"))));
        assertThat(proposed(rig.pollAndPersist(), N3)).containsExactly(entry(1, own, "a"));
    }

    /** No replica is sound, and yet for each slot there are two that are. */
    @Test
    void p29_allAreDamagedInDifferentPlacesAndNothingIsLost() {
        Rig rig = new Rig().having(OLD, entry(1, OLD, "a"), entry(2, OLD, "b"), entry(3, OLD, "c"));
        rig.rotten.add(1L);
        rig.start().prepare();
        long own = rig.ballot();
        rig.receive(N2, promise(own, List.of(entry(1, OLD, "a"), entry(3, OLD, "c")), 2));
        rig.receive(N3, promise(own, List.of(entry(1, OLD, "a"), entry(2, OLD, "b")), 3));
        List<Entry> proposals = proposed(rig.pollAndPersist(), N2);
        assertThat(proposals).containsExactlyInAnyOrder(entry(1, own, "a"), entry(2, own, "b"), entry(3, own, "c"));
        rig.receive(N2, accepted(own, 1, 2, 3));
        assertThat(rig.chosen()).isEqualTo(3);
    }

    @Test
    void p29_whatWasChosenAndRottedIsLearnedAgain() {
        Rig rig = new Rig().knowing(OLD, 3, entry(1, OLD, "a"), entry(2, OLD, "b"), entry(3, OLD, "c"));
        rig.rotten.add(2L);
        assertThat(rig.start().chosen()).isEqualTo(1);
        rig.receive(N2, new Message.Heartbeat(OLD, 3, 1)).pollAndPersist();
        Ready<Message> asking = rig.passTime(T / 32).poll();
        assertThat(asking.progress().commitIndex()).isEqualTo(1);
        assertThat(sent(asking, N2, Message.LearnRequest.class))
                .containsExactly(new Message.LearnRequest(2, 3, List.of(new Message.Run(3, 3, OLD))));
        rig.receive(N2, learnReply(3, entry(2, OLD, "b")));
        assertThat(rig.chosen()).isEqualTo(3);
        assertThat(rig.rotten).isEmpty();
    }

    @Test
    void p29_aProposalThatIsRepeatedHealsTheVoteForIt() {
        Rig rig = new Rig().having(OLD, entry(1, OLD, "a"));
        rig.rotten.add(1L);
        Ready<Message> ready =
                rig.start().receive(N2, accept(OLD, 0, entry(1, OLD, "a"))).pollAndPersist();
        assertThat(ready.persist().entries()).containsExactly(entry(1, OLD, "a"));
        assertThat(sent(ready, N2, Message.Accepted.class)).containsExactly(accepted(OLD, 1));
        assertThat(rig.rotten).isEmpty();
    }

    /** The vote that rotted was of a higher ballot than the one that is chosen, so it was for the same value. */
    @Test
    void p29_learningDoesNotLowerAVoteThatRotted() {
        long high = ballot(5, 3);
        Rig rig = new Rig().having(high, entry(1, high, "a"));
        rig.rotten.add(1L);
        rig.start().receive(N2, learnReply(1, entry(1, OLD, "a")));
        assertThat(rig.chosen()).isEqualTo(1);
        assertThat(rig.log.all()).containsExactly(entry(1, high, "a"));
        assertThat(rig.rotten).isEmpty();
    }
}
