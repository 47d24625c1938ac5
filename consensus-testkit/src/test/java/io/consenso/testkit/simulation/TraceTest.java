/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.PeerId;
import io.consenso.engine.Role;
import io.consenso.testkit.simulation.TraceEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {
    private static final PeerId A = PeerId.of("a");
    private static final PeerId B = PeerId.of("b");
    private static final PeerId C = PeerId.of("c");
    private static final List<PeerId> PEERS = List.of(A, B, C);

    @TempDir
    Path folder;

    @Test
    void aFrameHasBothEndsUnderOneId() {
        Trace trace = gossip(Trace.recording(), simulation -> {});
        TraceEvent arrived = only(trace, Kind.DELIVERED).get(0);
        TraceEvent left = only(trace, Kind.SENT).stream()
                .filter(sent -> sent.id() == arrived.id())
                .findFirst()
                .orElseThrow();
        assertThat(left.nanos()).isEqualTo(arrived.since()).isLessThan(arrived.nanos());
        assertThat(left.node()).isEqualTo(arrived.peer());
        assertThat(left.peer()).isEqualTo(arrived.node());
    }

    @Test
    void everyFrameThatLeftArrivedOrWasLostForAReasonOrIsUnderWay() {
        Trace trace = gossip(
                Trace.recording(),
                simulation -> simulation
                        .network()
                        .options(LinkOptions.reliable().withLoss(0.3).withCorruption(0.1)));
        List<TraceEvent> lost = only(trace, Kind.LOST);
        assertThat(lost).anyMatch(event -> event.text().endsWith("[LOST]"));
        assertThat(lost).anyMatch(event -> event.text().endsWith("[CORRUPTED]"));
        assertThat(only(trace, Kind.SENT).size() - only(trace, Kind.DELIVERED).size() - lost.size())
                .isBetween(0, 10);
    }

    @Test
    void framesCarryTheirLabels() {
        Trace trace = Trace.recording();
        trace.labels((group, frame) -> "Gossip bytes=" + frame.length());
        gossip(trace, simulation -> {});
        assertThat(only(trace, Kind.DELIVERED))
                .isNotEmpty()
                .allMatch(event -> event.text().startsWith("Gossip bytes="));
    }

    @Test
    void hashOnlyAsksForNoLabelAndKeepsNothing() {
        Trace trace = Trace.hashOnly();
        trace.labels((group, frame) -> {
            throw new AssertionError("asked");
        });
        gossip(trace, simulation -> trace.role(A, Role.LEADER, 1));
        assertThat(trace.events()).isGreaterThan(100);
        assertThat(trace.recorded()).isEmpty();
        assertThat(trace.lines()).isEmpty();
    }

    @Test
    void whatIsToldToReadersDoesNotChangeTheHash() {
        Trace silent = gossip(Trace.recording(), simulation -> {});
        Trace told = gossip(Trace.recording(), TraceTest::tellEverything);
        assertThat(told.hash()).isEqualTo(silent.hash());
        assertThat(told.lines()).hasSize(silent.lines().size() + 13);
    }

    @Test
    void aNoteOfTheSimulationChangesTheHash() {
        assertThat(gossip(Trace.hashOnly(), simulation -> simulation.note("x")).hash())
                .isNotEqualTo(gossip(Trace.hashOnly(), simulation -> {}).hash());
    }

    @Test
    void operationsAndFaultsKnowTheirBeginning() {
        Trace trace = gossip(Trace.recording(), TraceTest::tellEverything);
        TraceEvent completed = only(trace, Kind.COMPLETED).get(0);
        assertThat(completed.node()).isEqualTo("client 1");
        assertThat(completed.peer()).isEqualTo("b");
        assertThat(completed.text()).isEqualTo("UNKNOWN timed out");
        assertThat(completed.since()).isEqualTo(only(trace, Kind.INVOKED).get(0).nanos());
        assertThat(only(trace, Kind.FAULT_ENDED).get(0).peer()).isEqualTo("b, c");
    }

    @Test
    void theLastEventsKeepWhatIsRare() {
        Trace all = gossip(Trace.recording(), TraceTest::tellEverything);
        Trace last = gossip(Trace.recordingLast(50), TraceTest::tellEverything);
        assertThat(last.recorded()).hasSizeBetween(51, 100);
        assertThat(last.recorded()).isSubsetOf(all.recorded());
        assertThat(only(last, Kind.START)).isEqualTo(only(all, Kind.START));
        assertThat(last.recorded()).isSortedAccordingTo((one, other) -> Long.compare(one.sequence(), other.sequence()));
        assertThat(last.hash()).isEqualTo(all.hash());
    }

    @Test
    void aSpanKeepsItsMessagesAndWhatIsRare() {
        Trace span =
                gossip(Trace.recordingBetween(Duration.ofMillis(20), Duration.ofMillis(30)), TraceTest::tellEverything);
        assertThat(only(span, Kind.SENT))
                .isNotEmpty()
                .allMatch(event -> event.nanos() >= 20_000_000 && event.nanos() <= 30_000_000);
        assertThat(only(span, Kind.START)).hasSize(3);
    }

    @Test
    void theLinesAreTheSameInEveryLocale() {
        List<String> here = gossip(Trace.recording(), TraceTest::tellEverything).lines();
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(gossip(Trace.recording(), TraceTest::tellEverything).lines())
                    .isEqualTo(here);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aLineSaysAllInAFixedOrder() {
        assertThat(new TraceEvent(0, 1_000_002_003L, Kind.DELIVERED, "a", "b", "Append term=3", 7, 9, 5))
                .hasToString("1.000002003 a delivered b Append term=3 7 #9");
        assertThat(new TraceEvent(0, 0, Kind.NOTE, "-", "", "two\nlines", 0, 0, 0))
                .hasToString("0.000000000 - note two lines");
    }

    @Test
    void aFileHoldsTheLines() throws IOException {
        Trace trace = gossip(Trace.recording(), TraceTest::tellEverything);
        Path file = trace.writeTo(folder.resolve("trace"));
        assertThat(Files.readString(file)).isEqualTo(String.join("\n", trace.lines()) + "\n");
    }

    @Test
    void aTraceOfNothingIsRefused() {
        assertThatThrownBy(() -> Trace.recordingLast(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void tellEverything(Simulation simulation) {
        Trace trace = simulation.trace();
        simulation.after(Duration.ofMillis(10), () -> {
            trace.role(A, Role.LEADER, 3);
            trace.leader(B, Optional.of(A), 3);
            trace.leader(C, Optional.empty(), 3);
            trace.committed(A, 4);
            trace.applied(A, 4);
            trace.snapshot(A, 4, false);
            trace.halted(C, new IllegalStateException("broken"));
            trace.note(A, "said");
            trace.failure("a check");
        });
        long operation = trace.invoked("client 1", B, "put x");
        long fault = trace.fault("PARTITION", "b, c");
        simulation.after(Duration.ofMillis(20), () -> trace.completed(operation, Trace.Outcome.UNKNOWN, "timed out"));
        simulation.after(Duration.ofMillis(30), () -> trace.faultEnded(fault));
        trace.completed(77, Trace.Outcome.OK, "nobody asked");
    }

    private static List<TraceEvent> only(Trace trace, Kind kind) {
        return trace.recorded().stream().filter(event -> event.kind() == kind).toList();
    }

    private static Trace gossip(Trace trace, Consumer<Simulation> more) {
        Simulation simulation = new Simulation(7, trace);
        for (PeerId peer : PEERS) {
            SimulatedNode node = simulation.node(peer);
            node.program(up -> new Gossip(up, PEERS, Duration.ofMillis(1)));
            node.start();
        }
        more.accept(simulation);
        simulation.run(Duration.ofMillis(50));
        return trace;
    }
}
