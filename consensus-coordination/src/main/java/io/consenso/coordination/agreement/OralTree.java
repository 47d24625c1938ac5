/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.Send;
import io.consenso.coordination.agreement.AgreementMessage.OralOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * OM(m) for one commander, as one process runs it: the tree of who told whom what ("exponential information gathering").
 *
 * <p>A node of the tree is a path: the commander, who told the second, who told the third, and so on; what stands there is what the last one told
 * this process. Round r fills the paths of length r. A lieutenant is the commander of OM(m-1) for what it heard, so it passes every path on to all
 * who are not on it. Nothing is the word for what did not come, and for a tie; it becomes the default order only at the end.
 */
final class OralTree {
    private final PeerId self;
    private final List<PeerId> peers;
    private final PeerId commander;
    private final int traitorsMax;
    private final Map<List<PeerId>, Optional<Bytes>> told = new HashMap<>();
    private Optional<Bytes> own = Optional.empty();

    OralTree(PeerId self, List<PeerId> peers, PeerId commander, int traitorsMax) {
        this.self = self;
        this.peers = peers;
        this.commander = commander;
        this.traitorsMax = traitorsMax;
    }

    PeerId commander() {
        return commander;
    }

    /** This process's order; throws {@link AgreementException} unless it is the commander. */
    void order(Bytes order) {
        if (!self.equals(commander)) {
            throw new AgreementException(self + " is a lieutenant: " + commander + " gives the order");
        }
        own = Optional.of(order);
    }

    List<Send<AgreementMessage>> begin(int round) {
        if (self.equals(commander)) {
            return round == 1 ? say(List.of(commander), own) : List.of();
        }
        List<Send<AgreementMessage>> sends = new ArrayList<>();
        for (List<PeerId> path : round == 1 ? List.<List<PeerId>>of() : pathsTo(self, round - 1)) {
            sends.addAll(say(then(path, self), told(path)));
        }
        return sends;
    }

    /** Something was said in its round; what nobody could rightly say is ignored, and so is who says two things. */
    void hear(PeerId from, OralOrder said) {
        List<PeerId> path = said.path();
        if (isPossible(path) && path.get(path.size() - 1).equals(from)) {
            told.putIfAbsent(path, said.order());
        }
    }

    /** How many messages one lieutenant sends another in that round: as many as there are paths between the commander and it. */
    static int relaysMax(int processes, int round) {
        int paths = 1;
        for (int i = 0; i < round - 2; i++) {
            paths *= processes - 3 - i;
        }
        return paths;
    }

    /** What this process obeys; empty: nothing that the others would obey, too. */
    Optional<Bytes> decision() {
        return self.equals(commander) ? own : value(List.of(commander));
    }

    /**
     * Whether the commander is proven faulty. If it is right, all right lieutenants, N-1-m at least, were told the same, and OM(m-1) shows that
     * to each. So when no order has N-1-m voices, it is not right; and as OM(m-1) then gives the same votes to all, all know. When there is one
     * with so many, but it is not what this process was told, only this process knows that it does not lie itself.
     */
    Optional<FaultyCommander> faulty() {
        if (self.equals(commander)) {
            return Optional.empty();
        }
        Optional<Bytes> heard = told(List.of(commander));
        if (traitorsMax == 0) {
            // Nobody has told what he was told.
            return heard.isPresent() ? Optional.empty() : Optional.of(report(FaultyCommander.Reach.THIS_PROCESS));
        }
        List<Optional<Bytes>> votes = votes(List.of(commander));
        int needed = peers.size() - 1 - traitorsMax;
        if (votes.stream()
                .filter(Optional::isPresent)
                .noneMatch(order -> Collections.frequency(votes, order) >= needed)) {
            return Optional.of(report(FaultyCommander.Reach.EVERYONE));
        }
        boolean isBelievable = heard.isPresent() && Collections.frequency(votes, heard) >= needed;
        return isBelievable ? Optional.empty() : Optional.of(report(FaultyCommander.Reach.THIS_PROCESS));
    }

    private FaultyCommander report(FaultyCommander.Reach reach) {
        String reason = reach == FaultyCommander.Reach.EVERYONE
                ? "more lieutenants were told something else, or nothing, than there can be traitors"
                : "told this process "
                        + told(List.of(commander)).map(AgreementFrames::text).orElse("nothing") + ", unlike the others";
        return new FaultyCommander(commander, reach, reason, List.of());
    }

    private Optional<Bytes> value(List<PeerId> path) {
        return path.size() > traitorsMax ? told(path) : majority(votes(path));
    }

    /** What this process was told itself, and what each of the others was, as far as OM of what is left can find out. */
    private List<Optional<Bytes>> votes(List<PeerId> path) {
        return Stream.concat(
                        Stream.of(told(path)),
                        peers.stream()
                                .filter(peer -> !peer.equals(self) && !path.contains(peer))
                                .map(peer -> value(then(path, peer))))
                .toList();
    }

    private static Optional<Bytes> majority(List<Optional<Bytes>> votes) {
        return votes.stream()
                .filter(vote -> 2 * Collections.frequency(votes, vote) > votes.size())
                .findFirst()
                .orElse(Optional.empty());
    }

    private Optional<Bytes> told(List<PeerId> path) {
        return told.getOrDefault(path, Optional.empty());
    }

    private List<Send<AgreementMessage>> say(List<PeerId> path, Optional<Bytes> order) {
        return Send.toEach(
                peers.stream()
                        .filter(peer -> !peer.equals(self) && !path.contains(peer))
                        .toList(),
                new OralOrder(path, order));
    }

    /** All paths of that length from the commander on which the process is not. */
    private List<List<PeerId>> pathsTo(PeerId process, int length) {
        List<List<PeerId>> paths = List.of(List.of(commander));
        for (int i = 1; i < length; i++) {
            paths = paths.stream()
                    .flatMap(path -> peers.stream()
                            .filter(peer -> !peer.equals(process) && !path.contains(peer))
                            .map(peer -> then(path, peer)))
                    .toList();
        }
        return paths;
    }

    private boolean isPossible(List<PeerId> path) {
        return !path.isEmpty()
                && path.get(0).equals(commander)
                && !path.contains(self)
                && peers.containsAll(path)
                && path.stream().distinct().count() == path.size();
    }

    private static List<PeerId> then(List<PeerId> path, PeerId next) {
        List<PeerId> longer = new ArrayList<>(path);
        longer.add(next);
        return List.copyOf(longer);
    }
}
