/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.trial;

import io.consenso.ReplicatedState;
import io.consenso.testkit.picture.SpaceTimeDiagram;
import io.consenso.testkit.simulation.FaultSchedule;
import io.consenso.testkit.simulation.FaultSchedules;
import io.consenso.testkit.simulation.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looks into a run that went wrong: leaves out the faults that are not needed, and draws what is left. */
final class Inquiry<S extends ReplicatedState> {
    private static final int RUNS_MAX = 150;
    private static final int GIST_LENGTH = 30;
    private static final int EVENTS_DRAWN = 20_000;

    private final Trial<S> trial;
    private final long seed;
    private final Replay replay;
    private final Misrun first;
    private Misrun smallest;

    Inquiry(Trial<S> trial, long seed, Replay replay, Misrun first) {
        this.trial = trial;
        this.seed = seed;
        this.replay = replay;
        this.first = first;
        smallest = first;
    }

    TrialFailure failure() {
        FaultSchedule few = FaultSchedules.shrink(first.schedule, this::failsAlike, RUNS_MAX);
        Trace trace = Trace.recordingLast(EVENTS_DRAWN);
        Optional<Misrun> again = misrun(few, trace);
        Optional<Path> picture = again.map(last -> draw(trace, few));
        return new TrialFailure(seed, few, picture, message(few, again, picture), first.why);
    }

    private boolean failsAlike(FaultSchedule fewer) {
        return misrun(fewer, Trace.hashOnly())
                .filter(wrong -> gist(wrong).equals(gist(first)))
                .isPresent();
    }

    /** What went wrong, without numbers and names, which differ from run to run. */
    private static String gist(Misrun wrong) {
        String line = wrong.headline().replaceAll("\"[^\"]*\"|[0-9]+", "");
        return line.substring(0, Math.min(GIST_LENGTH, line.length()));
    }

    private Optional<Misrun> misrun(FaultSchedule schedule, Trace trace) {
        try {
            trial.attempt(seed, Optional.of(schedule), trace);
            return Optional.empty();
        } catch (Misrun wrong) {
            smallest = wrong;
            return Optional.of(wrong);
        }
    }

    private String message(FaultSchedule few, Optional<Misrun> again, Optional<Path> picture) {
        String end = System.lineSeparator();
        StringBuilder text = new StringBuilder("seed " + seed + ": " + first.reason() + end);
        text.append("again:   ").append(replay.line(seed)).append(end);
        if (again.isEmpty()) {
            return text
                    + "the same seed went well the second time: something takes time, threads or randomness from elsewhere"
                    + end;
        }
        text.append("fewest:  ").append(replay.line(seed, few)).append(end);
        text.append("         ").append(smallest.reason()).append(end);
        text.append(few).append(end);
        picture.ifPresent(path -> text.append("picture: ").append(path).append(end));
        return text.toString();
    }

    private Path draw(Trace trace, FaultSchedule few) {
        Path folder = Replay.directory();
        try {
            Files.createDirectories(folder);
            trace.writeTo(folder.resolve("seed-" + seed + ".trace"));
            return SpaceTimeDiagram.of(trace)
                    .title("seed " + seed + ": " + smallest.headline())
                    .replay(replay.line(seed, few))
                    .writeHtml(folder.resolve("seed-" + seed + ".html"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot draw into " + folder, e);
        }
    }
}
