/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.picture;

import io.consenso.testkit.picture.Scene.Sign;
import io.consenso.testkit.picture.Scene.State;
import io.consenso.testkit.simulation.Trace;
import io.consenso.testkit.simulation.TraceEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Makes a scene of the events of a trace: pairs of them become arrows, bands and bars. */
final class SceneBuilder {
    private final long from;
    private final long to;
    private final List<String> nodes;
    private final LongFunction<String> epochs;
    private final Cuts cuts;
    private final List<Scene.Message> messages = new ArrayList<>();
    private final List<Scene.Band> bands = new ArrayList<>();
    private final List<Scene.Span> spans = new ArrayList<>();
    private final List<Scene.Mark> marks = new ArrayList<>();
    private final List<Scene.Operation> operations = new ArrayList<>();
    private final List<Scene.Fault> faults = new ArrayList<>();
    private final Map<Integer, TraceEvent> role = new LinkedHashMap<>();
    private final Map<Integer, TraceEvent> life = new LinkedHashMap<>();
    private final Map<Long, TraceEvent> underWay = new LinkedHashMap<>();
    private final Map<Long, TraceEvent> open = new LinkedHashMap<>();
    // Asked, never iterated.
    private final Set<Long> arrived = new HashSet<>();

    private SceneBuilder(long from, long to, List<String> nodes, LongFunction<String> epochs) {
        this.from = from;
        this.to = to;
        this.nodes = nodes;
        this.epochs = epochs;
        this.cuts = new Cuts(nodes);
    }

    static Scene build(List<TraceEvent> events, long from, long to, LongFunction<String> epochs) {
        SceneBuilder builder = new SceneBuilder(from, to, nodes(events), epochs);
        events.forEach(builder::add);
        return builder.end();
    }

    /** In the order in which they started, which is that in which they were made. */
    private static List<String> nodes(List<TraceEvent> events) {
        Set<String> names = new LinkedHashSet<>();
        for (TraceEvent event : events) {
            if (event.kind() == TraceEvent.Kind.START) {
                names.add(event.node());
            }
        }
        return List.copyOf(names);
    }

    private void add(TraceEvent event) {
        int node = nodes.indexOf(event.node());
        switch (event.kind()) {
            case START, CRASH, KILL -> live(event, node);
            case PAUSE -> span(node, State.PAUSED, event.nanos(), event.nanos() + event.number());
            case ROLE -> takeRole(event, node);
            case SENT -> underWay.put(event.id(), event);
            case DELIVERED, LOST -> arrive(event, node);
            case CUT, MEND -> cut(event, node);
            case INVOKED, FAULT -> open.put(event.id(), event);
            case COMPLETED -> complete(event);
            case FAULT_ENDED -> endFault(event);
            case RUN, WRITE, DISCONNECT, CLOG, WRITES_LOST, SNAPSHOT_WRITTEN -> {}
            default -> sign(event, node);
        }
    }

    private void live(TraceEvent event, int node) {
        closeRole(node, event.nanos());
        closeLife(node, event.nanos());
        life.put(node, event);
        boolean isFirst = event.kind() == TraceEvent.Kind.START && event.number() == 1;
        if (!isFirst) {
            String text = event.kind() == TraceEvent.Kind.START
                    ? "start " + event.number()
                    : event.kind().word();
            mark(node, Sign.valueOf(event.kind().name()), text, event);
        }
    }

    private void closeLife(int node, long nanos) {
        TraceEvent begun = life.remove(node);
        if (begun != null) {
            span(node, begun.kind() == TraceEvent.Kind.START ? State.UP : State.DOWN, begun.nanos(), nanos);
        }
    }

    private void takeRole(TraceEvent event, int node) {
        TraceEvent now = role.get(node);
        if (now != null && now.text().equals(event.text()) && now.number() == event.number()) {
            return;
        }
        closeRole(node, event.nanos());
        role.put(node, event);
    }

    private void closeRole(int node, long nanos) {
        TraceEvent taken = role.remove(node);
        if (taken != null && isShown(taken.nanos(), nanos)) {
            String word = taken.text().toLowerCase(Locale.ROOT);
            bands.add(new Scene.Band(node, word, epochs.apply(taken.number()), taken.nanos(), nanos));
        }
    }

    private void arrive(TraceEvent event, int receiver) {
        underWay.remove(event.id());
        boolean isLost = event.kind() == TraceEvent.Kind.LOST;
        int bracket = event.text().lastIndexOf(" [");
        boolean hasReason = isLost && bracket >= 0;
        String label = hasReason ? event.text().substring(0, bracket) : event.text();
        String reason =
                hasReason ? event.text().substring(bracket + 2, event.text().length() - 1) : "";
        boolean isCopy = !isLost && !arrived.add(event.id());
        message(
                label,
                event.peer(),
                receiver,
                event.since(),
                event.nanos(),
                isLost ? Scene.Fate.LOST : Scene.Fate.ARRIVED,
                reason,
                isCopy);
    }

    private void message(
            String label,
            String sender,
            int receiver,
            long sent,
            long end,
            Scene.Fate fate,
            String reason,
            boolean copy) {
        int from = nodes.indexOf(sender);
        if (from >= 0 && receiver >= 0 && from != receiver && isShown(sent, end)) {
            String name = label.indexOf(' ') < 0 ? label : label.substring(0, label.indexOf(' '));
            messages.add(new Scene.Message(name, label, from, receiver, sent, end, fate, reason, copy));
        }
    }

    private void cut(TraceEvent event, int node) {
        int peer = nodes.indexOf(event.peer());
        if (node >= 0 && peer >= 0) {
            cuts.change(event.nanos(), peer, node, event.kind() == TraceEvent.Kind.CUT);
        }
    }

    private void complete(TraceEvent event) {
        TraceEvent begun = open.remove(event.id());
        int space = event.text().indexOf(' ');
        String outcome = space < 0 ? event.text() : event.text().substring(0, space);
        operation(
                event,
                begun == null ? "" : begun.text(),
                space < 0 ? "" : event.text().substring(space + 1),
                Trace.Outcome.valueOf(outcome),
                event.since(),
                event.nanos());
    }

    private void operation(
            TraceEvent event, String text, String answer, Trace.@Nullable Outcome outcome, long begun, long ended) {
        if (isShown(begun, ended)) {
            operations.add(new Scene.Operation(event.node(), event.peer(), text, answer, outcome, begun, ended));
        }
    }

    private void endFault(TraceEvent event) {
        TraceEvent begun = open.remove(event.id());
        fault(begun == null ? "fault" : begun.text(), event.peer(), event.since(), event.nanos());
    }

    private void fault(String what, String where, long begun, long ended) {
        if (isShown(begun, ended)) {
            faults.add(new Scene.Fault(what, where, begun, ended));
        }
    }

    private void sign(TraceEvent event, int node) {
        String number = Long.toString(event.number());
        switch (event.kind()) {
            case COMMITTED -> mark(node, Sign.COMMITTED, "✓" + number, event);
            case APPLIED -> mark(node, Sign.APPLIED, "▸" + number, event);
            case LEADER -> mark(node, Sign.LEADER, event.peer().isEmpty() ? "no leader" : "→ " + event.peer(), event);
            case DURABLE -> mark(node, Sign.DURABLE, "", event);
            case SNAPSHOT ->
                mark(
                        node,
                        event.text().equals("installed") ? Sign.INSTALLED : Sign.SNAPSHOT,
                        "snapshot " + number,
                        event);
            case WRITE_FAILED -> mark(node, Sign.WRITE_FAILED, "write failed", event);
            case HALTED -> {
                closeRole(node, event.nanos());
                mark(node, Sign.HALTED, "halted", event);
            }
            case FAILURE -> mark(-1, Sign.FAILURE, event.text(), event);
            default -> mark(node, Sign.NOTE, event.text(), event);
        }
    }

    private void mark(int node, Sign sign, String text, TraceEvent event) {
        if (isShown(event.nanos(), event.nanos())) {
            marks.add(new Scene.Mark(node, sign, text, event.toString(), event.nanos()));
        }
    }

    private void span(int node, State state, long begun, long ended) {
        if (node >= 0 && isShown(begun, ended)) {
            spans.add(new Scene.Span(node, state, begun, ended));
        }
    }

    private boolean isShown(long begun, long ended) {
        return begun <= to && ended >= from;
    }

    private Scene end() {
        for (int node = 0; node < nodes.size(); node++) {
            closeRole(node, to);
            closeLife(node, to);
        }
        underWay.values()
                .forEach(sent -> message(
                        sent.text(),
                        sent.node(),
                        nodes.indexOf(sent.peer()),
                        sent.nanos(),
                        sent.nanos(),
                        Scene.Fate.UNDER_WAY,
                        "",
                        false));
        messages.sort(Comparator.comparingLong(Scene.Message::sent));
        for (TraceEvent begun : open.values()) {
            if (begun.kind() == TraceEvent.Kind.FAULT) {
                fault(begun.text(), begun.peer(), begun.nanos(), to);
            } else {
                operation(begun, begun.text(), "", null, begun.nanos(), Math.max(begun.nanos(), to));
            }
        }
        operations.sort(Comparator.comparingLong(Scene.Operation::from));
        faults.sort(Comparator.comparingLong(Scene.Fault::from));
        List<Scene.Cut> cut = cuts.end(to).stream()
                .filter(one -> isShown(one.from(), one.to()))
                .toList();
        return new Scene(from, to, nodes, messages, bands, spans, marks, operations, faults, cut);
    }
}
