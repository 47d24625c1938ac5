/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.consenso.Bytes;
import io.consenso.runtime.proto.OpenSession;
import io.consenso.runtime.proto.SessionState;
import io.consenso.runtime.proto.SnapshotHeader;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * The replicated table that makes retries harmless (Ongaro, dissertation, 6.3): for each session the last command applied and the replies
 * its owner may still ask for. A pure function of the log, kept in snapshots, driven on the apply lane.
 *
 * <p>A session applies its commands in the order of their sequence numbers. A number may be missing only if the owner has given up on it,
 * which the owner says by the {@code floor} that comes with each block; anything else is a gap, and what follows a gap is not applied.
 */
final class Sessions {
    private final Map<Long, Session> byId = new TreeMap<>();
    private final Map<Nonce, Session> byNonce = new HashMap<>();
    private long next = 1;
    private long timeMillis;
    private long nextExpiryMillis = Long.MAX_VALUE;

    private record Nonce(long high, long low) {}

    /** One session. */
    static final class Session {
        private final long id;
        private final Nonce nonce;
        private final long ttlMillis;
        private long lastTimeMillis;
        private long lastSequence;
        private final ArrayDeque<Bytes> replies = new ArrayDeque<>();

        private Session(long id, Nonce nonce, long ttlMillis) {
            this.id = id;
            this.nonce = nonce;
            this.ttlMillis = ttlMillis;
        }

        long id() {
            return id;
        }

        /** When it expires if nothing comes any more; a lifetime may be as long as there is time. */
        private long expiryMillis() {
            long expiry = lastTimeMillis + ttlMillis;
            return expiry < lastTimeMillis ? Long.MAX_VALUE : expiry;
        }

        /** The sequence number of the last command that was applied. */
        long lastSequence() {
            return lastSequence;
        }

        /** Whether this command is the next, counting out what the owner has given up on. */
        boolean isNext(long sequence, long floor) {
            return isNext(lastSequence, sequence, floor);
        }

        /** The same behind another last command. */
        static boolean isNext(long lastSequence, long sequence, long floor) {
            return sequence > lastSequence && sequence <= Math.max(lastSequence + 1, floor);
        }

        /** The replies to the last commands, the last one last, as far back as the owner may still ask for them. */
        List<Bytes> replies() {
            return List.copyOf(replies);
        }

        void applied(long sequence, Bytes reply) {
            if (sequence != lastSequence + 1) {
                replies.clear();
            }
            lastSequence = sequence;
            replies.add(reply);
        }

        void forgetBelow(long floor) {
            while (!replies.isEmpty() && lastSequence - replies.size() + 1 < floor) {
                replies.poll();
            }
        }
    }

    /** Moves log time on (it never goes back), drops sessions that were idle for too long by it and tells which. Returns the time. */
    long advanceTo(long stampedMillis, LongConsumer onExpired) {
        timeMillis = Math.max(timeMillis, stampedMillis);
        if (timeMillis >= nextExpiryMillis) {
            nextExpiryMillis = Long.MAX_VALUE;
            Iterator<Session> iterator = byId.values().iterator();
            while (iterator.hasNext()) {
                Session session = iterator.next();
                long expiry = session.expiryMillis();
                if (timeMillis >= expiry) {
                    iterator.remove();
                    byNonce.remove(session.nonce);
                    onExpired.accept(session.id);
                } else {
                    nextExpiryMillis = Math.min(nextExpiryMillis, expiry);
                }
            }
        }
        return timeMillis;
    }

    /** Log time. */
    long timeMillis() {
        return timeMillis;
    }

    /** Opens a session, or finds the one that the same request has opened before. */
    Session open(OpenSession request) {
        Nonce nonce = new Nonce(request.getNonceHigh(), request.getNonceLow());
        Session session = byNonce.get(nonce);
        if (session == null) {
            session = new Session(next++, nonce, Math.max(1, request.getTtlMillis()));
            byId.put(session.id, session);
            byNonce.put(nonce, session);
        }
        return touch(session);
    }

    /** The live session, marked as used now. */
    Optional<Session> use(long id) {
        return Optional.ofNullable(byId.get(id)).map(this::touch);
    }

    /** The live session, left as it is. */
    Optional<Session> find(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    private Session touch(Session session) {
        session.lastTimeMillis = timeMillis;
        nextExpiryMillis = Math.min(nextExpiryMillis, session.expiryMillis());
        return session;
    }

    SnapshotHeader capture() {
        SnapshotHeader.Builder header =
                SnapshotHeader.newBuilder().setTimeMillis(timeMillis).setNextSession(next);
        for (Session session : byId.values()) {
            header.addSessions(SessionState.newBuilder()
                    .setId(session.id)
                    .setNonceHigh(session.nonce.high())
                    .setNonceLow(session.nonce.low())
                    .setTtlMillis(session.ttlMillis)
                    .setLastTimeMillis(session.lastTimeMillis)
                    .setLastSequence(session.lastSequence)
                    .addAllReplies(toByteStrings(session.replies)));
        }
        return header.build();
    }

    void restore(SnapshotHeader header) {
        byId.clear();
        byNonce.clear();
        timeMillis = header.getTimeMillis();
        next = header.getNextSession();
        nextExpiryMillis = Long.MAX_VALUE;
        for (SessionState state : header.getSessionsList()) {
            Nonce nonce = new Nonce(state.getNonceHigh(), state.getNonceLow());
            Session session = new Session(state.getId(), nonce, state.getTtlMillis());
            session.lastTimeMillis = state.getLastTimeMillis();
            session.lastSequence = state.getLastSequence();
            for (ByteString reply : state.getRepliesList()) {
                session.replies.add(Bytes.wrap(reply.toByteArray()));
            }
            byId.put(session.id, session);
            byNonce.put(nonce, session);
            nextExpiryMillis = Math.min(nextExpiryMillis, session.expiryMillis());
        }
    }

    private static Iterable<ByteString> toByteStrings(Collection<Bytes> replies) {
        return () -> replies.stream()
                .map(reply -> UnsafeByteOperations.unsafeWrap(reply.asByteBuffer()))
                .iterator();
    }
}
