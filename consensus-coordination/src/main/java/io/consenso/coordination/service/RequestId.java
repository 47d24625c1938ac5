/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import io.consenso.coordination.service.proto.RequestName;

/**
 * Names one wish to enter a room, so that it may be sent again.
 *
 * @param door drawn at random by whoever asks
 * @param number counted by whoever asks
 */
record RequestId(long door, long number) {
    static RequestId of(RequestName name) {
        return new RequestId(name.getDoor(), name.getNumber());
    }

    RequestName toProto() {
        return RequestName.newBuilder().setDoor(door).setNumber(number).build();
    }
}
