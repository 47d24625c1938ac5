/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Ready;
import io.consenso.spi.Frame;
import io.consenso.spi.MalformedFrameException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A factory whose engines tell an observer what they are told and what they say; otherwise they are those of the factory inside. One such
 * factory serves all replicas of a group, on one thread.
 *
 * <p>A message leaves when the codec encodes it, which is when the runtime sends it. Who sends it to whom is found by the identity of the
 * object, so engines must not share message objects between them.
 *
 * @param <M> the engines' messages
 */
public final class ObservedEngines<M> implements EngineFactory<M> {
    private final EngineFactory<M> inner;
    private final EngineObserver<M> observer;
    private final Predicate<PeerId> isUp;
    private final Map<PeerId, Map<M, Deque<PeerId>>> recipients = new TreeMap<>();
    private final Map<PeerId, Engine<M>> newest = new TreeMap<>();

    private ObservedEngines(EngineFactory<M> inner, EngineObserver<M> observer, Predicate<PeerId> isUp) {
        this.inner = inner;
        this.observer = observer;
        this.isUp = isUp;
    }

    /** The same engines, seen by the observer. */
    public static <M> EngineFactory<M> observe(EngineFactory<M> inner, EngineObserver<M> observer) {
        return new ObservedEngines<>(inner, observer, peer -> true);
    }

    /**
     * The same engines, seen by the observer while they are up. A process that a simulation kills in the middle of a call unwinds like any code
     * that meets an exception; what it still says then never reaches anybody, and is not observed.
     */
    public static <M> EngineFactory<M> observe(
            EngineFactory<M> inner, EngineObserver<M> observer, Predicate<PeerId> isUp) {
        return new ObservedEngines<>(inner, observer, isUp);
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public Engine<M> create(Boot boot) {
        recipients.put(boot.self(), new IdentityHashMap<>());
        observer.booted(boot.self(), boot);
        Engine<M> engine = new ObservedEngine<>(inner.create(boot), boot.self(), boot.log(), this);
        newest.put(boot.self(), engine);
        return engine;
    }

    /** Who is to be told of what this engine is told and says: nobody once it is a dead process's. */
    @SuppressWarnings("ReferenceEquality") // that very engine
    Optional<EngineObserver<M>> observerOf(PeerId self, Engine<M> engine) {
        return newest.get(self) == engine && isUp.test(self) ? Optional.of(observer) : Optional.empty();
    }

    /** Keeps in mind who gets what. */
    void remember(PeerId self, Ready<M> ready) {
        Map<M, Deque<PeerId>> own = recipients.get(self);
        if (own != null) {
            remember(own, ready.sendNow());
            remember(own, ready.sendAfterPersist());
        }
    }

    private void remember(Map<M, Deque<PeerId>> own, List<Ready.Send<M>> sends) {
        for (Ready.Send<M> send : sends) {
            own.computeIfAbsent(send.message(), message -> new ArrayDeque<>(1)).add(send.to());
        }
    }

    private void leaves(M message) {
        for (Map.Entry<PeerId, Map<M, Deque<PeerId>>> sender : recipients.entrySet()) {
            Deque<PeerId> to = sender.getValue().get(message);
            if (to != null) {
                PeerId recipient = to.remove();
                if (to.isEmpty()) {
                    sender.getValue().remove(message);
                }
                if (isUp.test(sender.getKey())) {
                    observer.leaves(sender.getKey(), recipient, message);
                }
                return;
            }
        }
    }

    @Override
    public Codec<M> codec() {
        return new ObservedCodec(inner.codec());
    }

    private final class ObservedCodec implements Codec<M> {
        private final Codec<M> codec;

        ObservedCodec(Codec<M> codec) {
            this.codec = codec;
        }

        @Override
        public Frame encode(M message) {
            leaves(message);
            return codec.encode(message);
        }

        @Override
        public M decode(Bytes frame) throws MalformedFrameException {
            return codec.decode(frame);
        }
    }
}
