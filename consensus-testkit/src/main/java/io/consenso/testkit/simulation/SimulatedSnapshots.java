/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.Bytes;
import io.consenso.spi.SnapshotMeta;
import io.consenso.spi.SnapshotStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** A group's snapshots as a process sees them. */
final class SimulatedSnapshots implements SnapshotStore {
    private final SimulatedStorage storage;
    private final DiskSnapshots disk;
    private final String group;

    SimulatedSnapshots(SimulatedStorage storage, DiskSnapshots disk, String group) {
        this.storage = storage;
        this.disk = disk;
        this.group = group;
    }

    @Override
    public Optional<Stored> latest() {
        return Optional.ofNullable(disk.latest(now())).map(found -> found.stored);
    }

    @Override
    public InputStream open(Stored snapshot) throws IOException {
        return new ByteArrayInputStream(content(snapshot).toArray());
    }

    @Override
    public Bytes read(Stored snapshot, long offset, int bytesMax) throws IOException {
        Bytes content = content(snapshot);
        int from = (int) Math.min(offset, content.length());
        return content.slice(from, (int) Math.min((long) from + bytesMax, content.length()));
    }

    @Override
    public Writing create(SnapshotMeta meta) {
        return new Write(new Partial(null), meta);
    }

    @Override
    public Writing fetch(Stored expected) {
        Partial partial = disk.fetching();
        if (partial == null || !expected.equals(partial.expected)) {
            partial = new Partial(expected);
            disk.fetching(partial);
        }
        return new Write(partial, expected.meta());
    }

    private Bytes content(Stored snapshot) throws IOException {
        DiskSnapshots.Complete found = disk.find(snapshot, now());
        if (found == null) {
            throw new IOException("snapshot " + snapshot.meta().position() + " of " + group + " is gone");
        }
        if (found.damaged) {
            throw new IOException("the checksum of snapshot " + snapshot.meta().position() + " does not match");
        }
        return found.content;
    }

    private long now() {
        return storage.process().simulation.now();
    }

    private final class Write implements Writing {
        private final Partial partial;
        private final SnapshotMeta meta;

        Write(Partial partial, SnapshotMeta meta) {
            this.partial = partial;
            this.meta = meta;
        }

        @Override
        public long position() {
            return partial.length();
        }

        @Override
        public OutputStream out() {
            // A dead process must not go on writing into the partial file of the next one.
            return storage.process().isAlive() && storage.isOpen()
                    ? storage.disk().whileThereIsRoom(partial)
                    : OutputStream.nullOutputStream();
        }

        @Override
        public Stored commit() throws IOException {
            Bytes content = partial.content();
            Stored stored = new Stored(meta, content.length(), content.crc32c());
            SimulatedProcess process = storage.process();
            if (!process.mayAct()) {
                return stored;
            }
            if (partial.expected != null && !partial.expected.equals(stored)) {
                forgetFetch();
                throw new IOException("fetched " + stored + " where " + partial.expected + " was expected");
            }
            long nanos = storage.commit(content.length());
            forgetFetch();
            process.simulation.trace().event(now(), process.node.name(), "snapshot", group, meta.index());
            disk.add(stored, content, now() + nanos);
            process.simulation.block(nanos);
            return stored;
        }

        @Override
        public void close() {
            // Nothing to do: what was created and not committed is in nobody's reach, what was fetched stays.
        }

        private void forgetFetch() {
            if (partial == disk.fetching()) {
                disk.fetching(null);
            }
        }
    }
}
