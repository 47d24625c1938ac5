/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.pictures;

/**
 * A picture of the documents.
 *
 * @param file its name in docs/pictures
 * @param svg what is in the file
 */
record Picture(String file, String svg) {}
