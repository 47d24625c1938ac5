/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.picture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands where from left to right: the time, notes, faults, cuts, clients, nodes. */
final class Columns {
    static final double BAR = 19;
    static final double CLIENT = 128;
    private static final double AXIS = 92;
    private static final double NOTES = 156;
    private static final int CLIENTS_MAX = 6;

    private final Scene scene;
    private final double pitch;
    private final List<Integer> faultColumns;
    private final List<Integer> clientColumns;
    private final Map<Integer, String> clientTitles = new LinkedHashMap<>();
    private final double faultsAt;
    private final double cutsAt;
    private final double clientsAt;
    private final double nodesAt;

    Columns(Scene scene, TimeScale scale, double pitch) {
        this.scene = scene;
        this.pitch = pitch;
        boolean hasNotes =
                scene.marks().stream().anyMatch(mark -> mark.node() < 0 && mark.sign() != Scene.Sign.FAILURE);
        this.faultsAt = AXIS + (hasNotes ? NOTES : 0);
        this.faultColumns = pack(scene.faults().stream()
                .map(fault -> new double[] {scale.at(fault.from()), scale.at(fault.to()) + 2})
                .toList());
        this.cutsAt = faultsAt + room(count(faultColumns));
        this.clientsAt = cutsAt + room(scene.cuts().isEmpty() ? 0 : 1);
        this.clientColumns = packClients(scale);
        this.nodesAt = clientsAt + count(clientColumns) * CLIENT + 72;
    }

    double notes() {
        return AXIS;
    }

    double fault(int number) {
        return faultsAt + faultColumns.get(number) * BAR;
    }

    double cuts() {
        return cutsAt;
    }

    double operation(int number) {
        return clientsAt + clientColumns.get(number) * CLIENT;
    }

    double client(int column) {
        return clientsAt + column * CLIENT;
    }

    /** The first column of each client, and its name. */
    Map<Integer, String> clientTitles() {
        return clientTitles;
    }

    double node(int number) {
        return nodesAt + number * pitch;
    }

    double pitch() {
        return pitch;
    }

    double width() {
        return node(Math.max(0, scene.nodes().size() - 1)) + 112;
    }

    /** Each client has columns of its own, as long as there are few. */
    private List<Integer> packClients(TimeScale scale) {
        List<Scene.Operation> all = scene.operations();
        List<String> clients =
                all.stream().map(Scene.Operation::client).distinct().sorted().toList();
        boolean isShared = clients.size() > CLIENTS_MAX;
        Integer[] columns = new Integer[all.size()];
        int first = 0;
        for (String client : isShared ? List.of("clients") : clients) {
            List<Integer> own = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                if (isShared || all.get(i).client().equals(client)) {
                    own.add(i);
                }
            }
            List<Integer> packed = pack(own.stream()
                    .map(i -> new double[] {scale.at(all.get(i).from()), end(all.get(i), scale)})
                    .toList());
            for (int i = 0; i < own.size(); i++) {
                columns[own.get(i)] = first + packed.get(i);
            }
            clientTitles.put(first, client);
            first += count(packed);
        }
        return List.of(columns);
    }

    private static double end(Scene.Operation operation, TimeScale scale) {
        return Math.max(scale.at(operation.to()), scale.at(operation.from()) + 4) + 1;
    }

    /** The leftmost column for each in which it overlaps none before it. */
    private static List<Integer> pack(List<double[]> bars) {
        List<Double> ends = new ArrayList<>();
        List<Integer> columns = new ArrayList<>();
        for (double[] bar : bars) {
            int column = 0;
            while (column < ends.size() && ends.get(column) > bar[0]) {
                column++;
            }
            if (column == ends.size()) {
                ends.add(bar[1]);
            } else {
                ends.set(column, bar[1]);
            }
            columns.add(column);
        }
        return columns;
    }

    /** At least the width of the heading. */
    private static double room(int bars) {
        return bars == 0 ? 0 : Math.max(46, bars * BAR + 12);
    }

    private static int count(List<Integer> columns) {
        return columns.stream().mapToInt(column -> column + 1).max().orElse(0);
    }
}
