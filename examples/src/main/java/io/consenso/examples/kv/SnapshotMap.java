/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.Bytes;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A map that can be captured in constant time while it goes on changing.
 *
 * <p>A hash trie, 32 ways a level (Bagwell, 2001, "Ideal hash trees"). Every node belongs to an edition of the map. {@link #capture}
 * hands out the root and begins a new edition; from then on a node of an older edition is copied before it is changed, and only the
 * nodes on the path to the change are. Between captures the trie is changed in place. A capture needs no release: what it alone still
 * holds goes with it.
 *
 * <p>The map belongs to one thread; a capture may be read by another.
 */
final class SnapshotMap {
    private static final int BITS = 5;
    private static final Slot[] NO_SLOTS = {};

    private Object edition = new Object();
    private Node root = new Node(edition, 0, NO_SLOTS);
    private int size;

    int size() {
        return size;
    }

    @Nullable
    Bytes get(Bytes key) {
        return find(Hash64.of(key), key);
    }

    /** Returns the value that was there before. */
    @Nullable
    Bytes put(Bytes key, Bytes value) {
        Leaf leaf = new Leaf(Hash64.of(key), key, value, null);
        Bytes previous = find(leaf.hash, key);
        root = root.with(edition, 0, leaf);
        size += previous == null ? 1 : 0;
        return previous;
    }

    /** Returns the value that was there. */
    @Nullable
    Bytes remove(Bytes key) {
        long hash = Hash64.of(key);
        Bytes previous = find(hash, key);
        if (previous != null) {
            root = root.without(edition, 0, hash, key);
            size--;
        }
        return previous;
    }

    void clear() {
        root = new Node(edition, 0, NO_SLOTS);
        size = 0;
    }

    /** The content as it is now, for good. */
    Capture capture() {
        edition = new Object();
        return new Capture(root, size);
    }

    private @Nullable Bytes find(long hash, Bytes key) {
        Node node = root;
        for (int shift = 0; ; shift += BITS) {
            int bit = bit(hash, shift);
            if ((node.bitmap & bit) == 0) {
                return null;
            }
            Slot slot = node.slots[node.position(bit)];
            if (slot instanceof Leaf leaf) {
                return leaf.find(hash, key);
            }
            node = (Node) slot;
        }
    }

    private static int bit(long hash, int shift) {
        return 1 << ((hash >>> shift) & 31);
    }

    /** What a capture is read by. */
    @FunctionalInterface
    interface Reader {
        void entry(Bytes key, Bytes value) throws IOException;
    }

    /** The content at one moment. */
    static final class Capture {
        private final Node root;
        private final int size;

        private Capture(Node root, int size) {
            this.root = root;
            this.size = size;
        }

        int size() {
            return size;
        }

        void forEach(Reader reader) throws IOException {
            root.forEach(reader);
        }
    }

    private sealed interface Slot permits Node, Leaf {
        void forEach(Reader reader) throws IOException;
    }

    /** One key; {@code next} has the same 64-bit hash and another key, which is not going to happen by accident. */
    private record Leaf(
            long hash, Bytes key, Bytes value, @Nullable Leaf next) implements Slot {
        @Nullable
        Bytes find(long wantedHash, Bytes wantedKey) {
            for (Leaf leaf = this; leaf != null && hash == wantedHash; leaf = leaf.next) {
                if (leaf.key.equals(wantedKey)) {
                    return leaf.value;
                }
            }
            return null;
        }

        Leaf with(Leaf added) {
            return new Leaf(added.hash, added.key, added.value, without(added.key));
        }

        @Nullable
        Leaf without(Bytes gone) {
            if (key.equals(gone)) {
                return next;
            }
            return next == null ? this : new Leaf(hash, key, value, next.without(gone));
        }

        @Override
        public void forEach(Reader reader) throws IOException {
            for (Leaf leaf = this; leaf != null; leaf = leaf.next) {
                reader.entry(leaf.key, leaf.value);
            }
        }
    }

    /** Up to 32 slots, of which the bitmap says which are there; five bits of the hash choose one. */
    private static final class Node implements Slot {
        private final Object edition;
        private int bitmap;
        private Slot[] slots;

        Node(Object edition, int bitmap, Slot[] slots) {
            this.edition = edition;
            this.bitmap = bitmap;
            this.slots = slots;
        }

        int position(int bit) {
            return Integer.bitCount(bitmap & (bit - 1));
        }

        Node with(Object current, int shift, Leaf leaf) {
            int bit = bit(leaf.hash, shift);
            int position = position(bit);
            Node mine = owned(current);
            if ((bitmap & bit) == 0) {
                mine.insert(bit, position, leaf);
            } else {
                mine.slots[position] = below(slots[position], current, shift + BITS, leaf);
            }
            return mine;
        }

        private static Slot below(Slot there, Object current, int shift, Leaf leaf) {
            if (there instanceof Node node) {
                return node.with(current, shift, leaf);
            }
            Leaf other = (Leaf) there;
            if (other.hash == leaf.hash) {
                return other.with(leaf);
            }
            return new Node(current, 0, NO_SLOTS).with(current, shift, other).with(current, shift, leaf);
        }

        /** The key is known to be there. */
        Node without(Object current, int shift, long hash, Bytes key) {
            int bit = bit(hash, shift);
            int position = position(bit);
            Slot left;
            if (slots[position] instanceof Node child) {
                left = child.without(current, shift + BITS, hash, key).shortened();
            } else {
                left = ((Leaf) slots[position]).without(key);
            }
            Node mine = owned(current);
            if (left == null) {
                mine.delete(bit, position);
            } else {
                mine.slots[position] = left;
            }
            return mine;
        }

        /** A node that holds but one leaf is no better than the leaf. */
        private Slot shortened() {
            return slots.length == 1 && slots[0] instanceof Leaf leaf ? leaf : this;
        }

        private Node owned(Object current) {
            return edition == current ? this : new Node(current, bitmap, slots.clone());
        }

        private void insert(int bit, int position, Slot slot) {
            Slot[] grown = Arrays.copyOf(slots, slots.length + 1);
            System.arraycopy(slots, position, grown, position + 1, slots.length - position);
            grown[position] = slot;
            slots = grown;
            bitmap |= bit;
        }

        private void delete(int bit, int position) {
            Slot[] shrunk = Arrays.copyOf(slots, slots.length - 1);
            System.arraycopy(slots, position + 1, shrunk, position, shrunk.length - position);
            slots = shrunk;
            bitmap &= ~bit;
        }

        @Override
        public void forEach(Reader reader) throws IOException {
            for (Slot slot : slots) {
                slot.forEach(reader);
            }
        }
    }
}
