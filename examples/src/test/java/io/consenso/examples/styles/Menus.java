/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.styles;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.PrimaryStateMachine;
import java.util.function.UnaryOperator;

/** Menus by guest: to compose one takes long, and a cook who composed it twice would not do it alike; the primary's cook does it once. */
// tag::passive[]
final class Menus extends Named implements PrimaryStateMachine {
    private final UnaryOperator<String> cook;

    Menus(UnaryOperator<String> cook) {
        this.cook = cook;
    }

    @Override
    public Executed execute(Command request) { // on the primary alone; changes nothing
        String guest = request.payload().toUtf8();
        if (values.containsKey(guest)) {
            return Executed.unchanged(query(request.payload()));
        }
        String menu = cook.apply(guest);
        return new Executed(Bytes.ofUtf8(guest + "=" + menu), Bytes.ofUtf8(menu));
    }

    @Override
    public void applyUpdate(Bytes update) { // everywhere
        String[] parts = update.toUtf8().split("=", 2);
        values.put(parts[0], parts[1]);
    }
}
// end::passive[]
