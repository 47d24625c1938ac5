/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import com.google.protobuf.InvalidProtocolBufferException;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.spi.SnapshotMeta;
import io.consenso.spi.SnapshotStore.Stored;
import io.consenso.storage.rocksdb.proto.SnapshotHeader;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * A complete snapshot on disk: a header (8 bytes of magic, format version, length, {@code SnapshotHeader}, CRC-32C of all that), the
 * content, a footer (length and CRC-32C of the content, CRC-32C of these two). All numbers are big-endian.
 *
 * @param path where it is
 * @param stored what it is
 * @param contentAt where its content starts
 */
record SnapshotFile(Path path, Stored stored, long contentAt) {
    static final int FOOTER = Long.BYTES + 2 * Integer.BYTES;
    private static final byte[] MAGIC = "CONSSNAP".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int PREFIX = 8 + 2 * Integer.BYTES;
    private static final int HEADER_MAX = 1 << 24;

    /**
     * The head of a file.
     *
     * @param meta what the snapshot stands for
     * @param expected what a fetch is to bring
     * @param length of the head in the file
     */
    record Head(SnapshotMeta meta, Optional<Stored> expected, long length) {}

    static byte[] encodeHead(SnapshotOwner owner, SnapshotMeta meta, Optional<Stored> expected) {
        SnapshotHeader.Builder header = SnapshotHeader.newBuilder()
                .setStorageId(owner.storageId())
                .setGroup(owner.group())
                .setIndex(meta.index())
                .setEpoch(meta.epoch())
                .addAllVoters(names(meta.membership().voters()))
                .addAllLearners(names(meta.membership().learners()));
        expected.ifPresent(
                stored -> header.getExpectedBuilder().setLength(stored.length()).setChecksum(stored.checksum()));
        byte[] body = header.build().toByteArray();
        ByteBuffer head = ByteBuffer.allocate(PREFIX + body.length + Integer.BYTES)
                .put(MAGIC)
                .putInt(VERSION)
                .putInt(body.length)
                .put(body);
        return head.putInt(crc(head.array(), head.position())).array();
    }

    private static List<String> names(Collection<PeerId> peers) {
        return peers.stream().map(PeerId::value).toList();
    }

    static byte[] encodeFoot(long length, int checksum) {
        ByteBuffer foot = ByteBuffer.allocate(FOOTER).putLong(length).putInt(checksum);
        return foot.putInt(crc(foot.array(), foot.position())).array();
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** Reads the head, leaving the file at the start of the content. Throws {@link IOException} when it is damaged or not the owner's. */
    static Head readHead(SnapshotOwner owner, Path path, RandomAccessFile file) throws IOException {
        byte[] prefix = new byte[PREFIX];
        readFully(path, file, prefix);
        ByteBuffer fields = ByteBuffer.wrap(prefix, MAGIC.length, PREFIX - MAGIC.length);
        int version = fields.getInt();
        int length = fields.getInt();
        if (!ByteBuffer.wrap(prefix, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))
                || length < 0
                || length > HEADER_MAX) {
            throw damaged(path, "its head is none");
        }
        if (version > VERSION) {
            throw new IOException("snapshot " + path + " has format version " + version + ", known is " + VERSION);
        }
        byte[] rest = new byte[length + Integer.BYTES];
        readFully(path, file, rest);
        CRC32C crc = new CRC32C();
        crc.update(prefix);
        crc.update(rest, 0, length);
        if (ByteBuffer.wrap(rest).getInt(length) != (int) crc.getValue()) {
            throw damaged(path, "checksum mismatch in its head");
        }
        return head(owner, path, ByteBuffer.wrap(rest, 0, length), PREFIX + (long) rest.length);
    }

    private static Head head(SnapshotOwner owner, Path path, ByteBuffer body, long length) throws IOException {
        try {
            SnapshotHeader header = SnapshotHeader.parseFrom(body);
            SnapshotOwner found = new SnapshotOwner(header.getStorageId(), header.getGroup());
            if (!found.equals(owner)) {
                throw new IOException("snapshot " + path + " belongs to group " + found.group() + " of storage "
                        + Long.toHexString(found.storageId()) + ", expected was group " + owner.group() + " of storage "
                        + Long.toHexString(owner.storageId()));
            }
            Membership membership = new Membership(peers(header.getVotersList()), peers(header.getLearnersList()));
            SnapshotMeta meta = new SnapshotMeta(header.getIndex(), header.getEpoch(), membership);
            Optional<Stored> expected = header.hasExpected()
                    ? Optional.of(new Stored(
                            meta,
                            header.getExpected().getLength(),
                            header.getExpected().getChecksum()))
                    : Optional.empty();
            return new Head(meta, expected, length);
        } catch (InvalidProtocolBufferException e) {
            throw new IOException("snapshot " + path + " has a head that cannot be read", e);
        }
    }

    private static TreeSet<PeerId> peers(List<String> names) {
        TreeSet<PeerId> peers = new TreeSet<>();
        names.forEach(name -> peers.add(PeerId.of(name)));
        return peers;
    }

    /** Reads head and footer, not the content. Throws {@link IOException} naming the file when they are damaged. */
    static SnapshotFile read(SnapshotOwner owner, Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            Head head = readHead(owner, path, file);
            long length = file.length() - head.length() - FOOTER;
            if (length < 0) {
                throw damaged(path, "it is too short");
            }
            byte[] foot = new byte[FOOTER];
            file.seek(head.length() + length);
            readFully(path, file, foot);
            ByteBuffer fields = ByteBuffer.wrap(foot);
            long storedLength = fields.getLong();
            int checksum = fields.getInt();
            if (fields.getInt() != crc(foot, FOOTER - Integer.BYTES) || storedLength != length) {
                throw damaged(path, "its end is not as written");
            }
            return new SnapshotFile(path, new Stored(head.meta(), length, checksum), head.length());
        }
    }

    /** Reads the content of the open file and compares its checksum. Throws {@link IOException} naming the file on mismatch. */
    void verify(RandomAccessFile file) throws IOException {
        file.seek(contentAt);
        CRC32C crc = new CRC32C();
        checksum(path, file, stored.length(), crc);
        if ((int) crc.getValue() != stored.checksum()) {
            throw damaged(path, "checksum mismatch");
        }
    }

    /** Adds the next so many bytes of the file to the checksum. */
    static void checksum(Path path, RandomAccessFile file, long length, CRC32C crc) throws IOException {
        byte[] buffer = new byte[64 << 10];
        for (long left = length; left > 0; ) {
            int read = file.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw damaged(path, "it is too short");
            }
            crc.update(buffer, 0, read);
            left -= read;
        }
    }

    private static void readFully(Path path, RandomAccessFile file, byte[] target) throws IOException {
        try {
            file.readFully(target);
        } catch (EOFException e) {
            throw damaged(path, "it is too short");
        }
    }

    private static IOException damaged(Path path, String how) {
        return new IOException("snapshot " + path + " is damaged: " + how);
    }
}
