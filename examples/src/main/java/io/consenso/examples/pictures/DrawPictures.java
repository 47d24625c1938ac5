/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.pictures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Draws all pictures of the documents. The same code draws the same bytes. */
public final class DrawPictures {
    private DrawPictures() {}

    /** The argument is the folder. */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("which folder?");
            System.exit(2);
        }
        draw(Path.of(args[0]));
    }

    /** Draws them into that folder, which is made if need be. */
    static void draw(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (PicturePage page : pages()) {
            for (Picture picture : page.pictures()) {
                Files.writeString(folder.resolve(picture.file()), picture.svg());
            }
        }
    }

    static List<PicturePage> pages() {
        List<PicturePage> pages = new ArrayList<>(CoordinationPictures.pages());
        pages.add(new PicturePage("raft-in-pictures.md", RaftPictures.all()));
        pages.add(new PicturePage("paxos-in-pictures.md", PaxosPictures.all()));
        return pages;
    }
}
