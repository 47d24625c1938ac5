/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.PeerId;
import io.consenso.PrimaryStateMachine;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a replica promises of passive replication: the primary executes, all apply its updates, and none of them on a state that it was not computed
 * on.
 */
public abstract class ReplicaPrimaryContract extends ReplicaStyleContract<ReplicaPrimaryContract.Primary> {
    private static final int SEEDS = 10;

    private final Map<PeerId, List<String>> executed = new HashMap<>();
    private Consumer<Command> beforeExecution = request -> {};
    private int atOnce = 1;
    private boolean changesAtExpiry;

    /** For subclasses. */
    protected ReplicaPrimaryContract() {}

    /**
     * Holds each request with the name of who executed it. An update says how many lines it expects, and whoever applies it to a state of another length
     * halts. A request that begins with {@code look} changes nothing.
     */
    final class Primary implements PrimaryStateMachine {
        private final PeerId peer;
        private final Lines lines = new Lines();

        Primary(PeerId peer) {
            this.peer = peer;
        }

        @Override
        public Executed execute(Command request) {
            return execute(List.of(request)).get(0);
        }

        @Override
        public List<Executed> execute(List<Command> requests) {
            List<Executed> outcomes = new ArrayList<>();
            int size = lines.size();
            for (Command request : requests.subList(0, Math.min(atOnce, requests.size()))) {
                beforeExecution.accept(request);
                String text = request.payload().toUtf8();
                executed(peer).add(text);
                Bytes reply = Bytes.ofUtf8(size + " by " + peer);
                if (text.startsWith("look")) {
                    outcomes.add(Executed.unchanged(reply));
                } else {
                    outcomes.add(new Executed(Bytes.ofUtf8(size++ + ":" + text + "=" + peer), reply));
                }
            }
            return outcomes;
        }

        @Override
        public void applyUpdate(Bytes update) {
            String[] parts = update.toUtf8().split(":", 2);
            if (Integer.parseInt(parts[0]) != lines.size()) {
                throw new IllegalStateException("computed on " + parts[0] + " lines, applied to " + lines.size());
            }
            lines.add(parts[1]);
        }

        @Override
        public void sessionExpired(long session, long timeMillis) {
            if (changesAtExpiry) {
                lines.add("expired " + session);
            }
        }

        @Override
        public Bytes query(Bytes query) {
            return lines.asReply();
        }

        @Override
        public Snapshot snapshot() {
            return lines.snapshot();
        }

        @Override
        public void restore(InputStream in) throws IOException {
            lines.restore(in);
        }
    }

    @Override
    Primary machine(PeerId peer) {
        return new Primary(peer);
    }

    @Override
    void forget() {
        executed.clear();
    }

    @Override
    List<String> held(PeerId peer) {
        return cluster.machine(peer).lines.all();
    }

    private List<String> executed(PeerId peer) {
        return executed.computeIfAbsent(peer, key -> new ArrayList<>());
    }

    private long timesExecuted(String request) {
        return executed.values().stream()
                .flatMap(List::stream)
                .filter(request::equals)
                .count();
    }

    @Test
    void thePrimaryAloneExecutesOnceAndAllApply() {
        PeerId primary = start(3, 1);
        List<CompletableFuture<Bytes>> answers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            answers.add(send(cluster.peers().get(i % 3), "c" + i));
        }
        List<String> replies = answers.stream().map(this::await).toList();
        assertThat(assertAllAgree()).hasSize(33).allMatch(line -> line.endsWith("=" + primary));
        assertThat(replies).doesNotHaveDuplicates().allMatch(reply -> reply.endsWith(" by " + primary));
        assertThat(executed(primary)).hasSize(33).doesNotHaveDuplicates();
        others(primary).forEach(backup -> assertThat(executed(backup)).isEmpty());
    }

    @Test
    void requestsOfOneReplicaAreExecutedInItsOrder() {
        for (int many : List.of(1, 3, 1_000)) {
            atOnce = many;
            PeerId primary = start(3, 1);
            PeerId asking = others(primary).get(0);
            List<CompletableFuture<Bytes>> answers =
                    IntStream.range(0, 50).mapToObj(i -> send(asking, "c" + i)).toList();
            answers.forEach(this::await);
            assertThat(assertAllAgree().subList(3, 53))
                    .isEqualTo(IntStream.range(0, 50)
                            .mapToObj(i -> "c" + i + "=" + primary)
                            .toList());
            assertThat(executed(primary)).hasSize(53);
        }
    }

    @Test
    void requestsThatAMachineExecutesTogetherShareAnEntry() {
        atOnce = 1_000;
        PeerId primary = start(3, 1);
        long before = cluster.status(primary).commitIndex();
        List<CompletableFuture<Bytes>> answers =
                IntStream.range(0, 500).mapToObj(i -> send(primary, "c" + i)).toList();
        answers.forEach(this::await);
        assertThat(cluster.status(primary).commitIndex() - before).isLessThan(12);
        assertThat(assertAllAgree()).hasSize(503);
    }

    /**
     * Primary order (Junqueira, Reed, Serafini, DSN 2011, property "primary order"): the new primary executes while an update of its predecessor is in its log, not
     * known to be committed. That update then comes before the one it computed, on a state that did not have it.
     */
    @Test
    void anUpdateThatWasComputedWithoutOneThatPrecedesItIsPassedOverAndItsRequestExecutedAgain() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            PeerId primary = start(3, seed);
            List<PeerId> backups = others(primary);
            cluster.awaitConverged(SOON);
            long before = lastIndex(backups.get(0));
            deafen(primary);
            var lost = send(primary, "old");
            List<CompletableFuture<Bytes>> answers = backups.stream()
                    .map(backup -> send(backup, "new " + backup))
                    .toList();
            failWhenItsEntryIsElsewhere(primary, before);
            assertThat(lost).isCompletedExceptionally();
            List<String> replies = answers.stream().map(this::await).toList();
            PeerId next = cluster.awaitLeader(SOON);
            cluster.restart(primary);
            List<String> held = assertAllAgree();
            assertThat(held).as("seed %s", seed).hasSize(6).doesNotHaveDuplicates();
            assertThat(held.get(3)).isEqualTo("old=" + primary);
            assertThat(replies).containsExactlyInAnyOrder("4 by " + next, "5 by " + next);
            assertThat(timesExecuted("new " + next)).as("seed %s", seed).isEqualTo(2);
        }
    }

    @Test
    void whatAPrimaryExecutedThatFailedBeforeAnybodyHeardIsExecutedByTheNext() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            PeerId primary = start(3, seed);
            PeerId asking = others(primary).get(0);
            cluster.awaitConverged(SOON);
            mute(primary);
            CompletableFuture<Bytes> answer = send(asking, "x");
            runUntil(() -> executed(primary).contains("x"));
            cluster.crash(primary);
            simulation.network().heal();
            String reply = await(answer);
            PeerId next = cluster.awaitLeader(SOON);
            assertThat(reply).as("seed %s", seed).isEqualTo("3 by " + next);
            cluster.restart(primary);
            assertThat(assertAllAgree()).containsOnlyOnce("x=" + next).hasSize(4);
            assertThat(timesExecuted("x")).isEqualTo(2);
        }
    }

    @Test
    void whatAPrimaryExecutedThatFailedAfterOthersHadItIsAppliedAndItsReplyReachesTheClient() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            PeerId primary = start(3, seed);
            PeerId asking = others(primary).get(0);
            cluster.awaitConverged(SOON);
            long before = lastIndex(asking);
            CompletableFuture<Bytes> answer = send(asking, "x");
            runUntil(() -> executed(primary).contains("x"));
            deafen(primary);
            failWhenItsEntryIsElsewhere(primary, before);
            assertThat(await(answer)).as("seed %s", seed).isEqualTo("3 by " + primary);
            cluster.restart(primary);
            assertThat(assertAllAgree()).containsOnlyOnce("x=" + primary).hasSize(4);
        }
    }

    @Test
    void aPrimaryThatFailsWhileItExecutesLeavesTheRequestToTheNext() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            PeerId primary = start(3, seed);
            PeerId asking = others(primary).get(0);
            beforeExecution = request -> cluster.node(primary).takes(Duration.ofSeconds(1));
            CompletableFuture<Bytes> answer = send(asking, "x");
            simulation.run(Duration.ofMillis(500));
            cluster.crash(primary);
            beforeExecution = request -> {};
            String reply = await(answer);
            assertThat(reply).as("seed %s", seed).startsWith("3 by ").doesNotEndWith(" " + primary);
            cluster.restart(primary);
            assertThat(assertAllAgree()).hasSize(4);
        }
    }

    @Test
    void aRequestThatIsSentAgainAndAgainIsAppliedOnceAndAnswered() {
        PeerId primary = start(3, 1);
        PeerId asking = others(primary).get(0);
        deafen(asking);
        CompletableFuture<Bytes> answer = send(asking, "x");
        simulation.run(Duration.ofSeconds(5));
        simulation.network().heal();
        assertThat(await(answer)).isEqualTo("3 by " + primary);
        assertThat(assertAllAgree()).containsOnlyOnce("x=" + primary).hasSize(4);
        assertThat(timesExecuted("x")).isEqualTo(1);
    }

    @Test
    void aRequestThatChangesNothingIsAnsweredAndNothingIsApplied() {
        PeerId primary = start(3, 1);
        PeerId asking = others(primary).get(0);
        assertThat(propose(asking, "look")).isEqualTo("3 by " + primary);
        assertThat(propose(asking, "x")).isEqualTo("3 by " + primary);
        assertThat(assertAllAgree()).hasSize(4);
    }

    @Test
    void aQueryOnABackupSeesWhateverWasAnsweredBefore() {
        PeerId primary = start(3, 1);
        PeerId backup = others(primary).get(0);
        for (int i = 0; i < 20; i++) {
            propose(primary, "c" + i);
            assertThat(ask(backup)).endsWith("c" + i + "=" + primary);
        }
    }

    /** What the primary executes does not know yet which sessions its entry ends. */
    @Test
    void updatesThatWereComputedBeforeASessionExpiredArePassedOver() {
        options = options.withSessionTtl(Duration.ofMinutes(1));
        changesAtExpiry = true;
        PeerId primary = start(3, 1);
        PeerId asking = others(primary).get(0);
        for (int i = 0; i < 2; i++) {
            cluster.nodes().forEach(node -> node.clock().stepWall(Duration.ofSeconds(40)));
            propose(asking, "a" + i);
        }
        List<String> held = assertAllAgree();
        assertThat(held).hasSize(7).containsOnlyOnce("a1=" + primary);
        assertThat(held.subList(4, 6)).allMatch(line -> line.startsWith("expired "));
        assertThat(timesExecuted("a0")).isEqualTo(1);
        assertThat(timesExecuted("a1")).isEqualTo(2);
    }

    @Test
    void aRequestWhoseSessionExpiredWhileItWasExecutedIsExecutedAgainInAnother() {
        options = options.withSessionTtl(Duration.ofMinutes(1));
        PeerId primary = start(3, 1);
        for (int i = 0; i < 3; i++) {
            cluster.nodes().forEach(node -> node.clock().stepWall(Duration.ofHours(1)));
            propose(primary, "p" + i);
            assertThat(timesExecuted("p" + i)).isEqualTo(2);
        }
        assertThat(assertAllAgree()).hasSize(6);
    }

    @Test
    void whoeverThrowsWhenItExecutesHaltsAloneAndTheNextPrimaryExecutes() {
        PeerId primary = start(3, 1);
        PeerId asking = others(primary).get(0);
        beforeExecution = request -> {
            beforeExecution = next -> {};
            throw new IllegalStateException("cannot execute");
        };
        assertThat(await(send(asking, "x"))).startsWith("3 by ").doesNotEndWith(" " + primary);
        assertThat(cluster.halted()).containsOnlyKeys(primary);
        assertThat(cluster.halted().get(primary)).hasMessage("cannot execute");
    }

    @Test
    void aBackupFarBehindCatchesUpBySnapshotAndMayBecomePrimary() {
        options = options.withTrailingEntries(0);
        for (long seed = 1; seed <= SEEDS; seed++) {
            PeerId primary = start(3, seed);
            PeerId lagging = others(primary).get(0);
            PeerId other = others(primary, lagging).get(0);
            cluster.crash(lagging);
            IntStream.range(0, 10).forEach(i -> propose(primary, "c" + i));
            cluster.await(cluster.checkpoint(primary), SOON);
            cluster.await(cluster.checkpoint(other), SOON);
            cluster.restart(lagging);
            cluster.awaitConverged(SOON);
            cluster.crash(primary);
            propose(lagging, "later");
            cluster.restart(primary);
            assertThat(assertAllAgree()).as("seed %s", seed).hasSize(14);
        }
    }

    @Test
    void updatesComeBackFromTheLogAfterARestartOfAll() {
        PeerId primary = start(3, 1);
        IntStream.range(0, 10).forEach(i -> propose(primary, "c" + i));
        cluster.peers().forEach(cluster::crash);
        executed.clear();
        cluster.peers().forEach(cluster::restart);
        cluster.awaitLeader(SOON);
        propose(primary, "later");
        assertThat(assertAllAgree()).hasSize(14);
        assertThat(executed.values().stream().flatMap(List::stream)).containsOnly("later");
    }

    @Test
    void anOutcomeLargerThanACommandMayBeHaltsThePrimary() {
        options = options.withCommandBytesMax(100);
        PeerId primary = start(1, 1);
        var answer = send(primary, "x".repeat(98));
        assertThatThrownBy(() -> await(answer)).hasMessageContaining("update and reply of");
    }
}
