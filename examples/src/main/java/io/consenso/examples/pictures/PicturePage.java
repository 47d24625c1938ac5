/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.pictures;

import java.util.List;

/**
 * A page of the documents that explains pictures.
 *
 * @param file its name in docs
 * @param pictures in the order in which they stand there
 */
record PicturePage(String file, List<Picture> pictures) {
    PicturePage {
        pictures = List.copyOf(pictures);
    }
}
