/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pictures in the documents are what engines and algorithms do, and the words beside them speak of what is in them.
 * {@code -Dconsenso.pictures.rewrite=true} draws them anew.
 */
class PicturesTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path PICTURES = DOCS.resolve("pictures");
    private static final Pattern LINK = Pattern.compile("!\\[[^]]+]\\((?:\\.\\./)?pictures/(\\S+\\.svg)\\)");
    private static final Pattern DRAWN = Pattern.compile("<g class=\"m k\\d+\" stroke=\"[^\"]+\"><title>(\\w+)");
    private static final Pattern SPOKEN_OF = Pattern.compile("`([A-Z]\\w+)`");
    private static final Pattern COMMAND = Pattern.compile("Replay: (examples/playground [^<]+)<");
    private static final long BYTES_MAX = 60_000;

    @TempDir
    Path folder;

    @Test
    void picturesAreWhatTheEnginesDo() throws IOException {
        if (Boolean.getBoolean("consenso.pictures.rewrite")) {
            DrawPictures.draw(PICTURES);
        }
        DrawPictures.draw(folder);
        assertThat(names(PICTURES)).isNotEmpty().isEqualTo(names(folder));
        for (String name : names(folder)) {
            assertThat(PICTURES.resolve(name))
                    .as("%s; -Dconsenso.pictures.rewrite=true draws it anew", name)
                    .hasSameBinaryContentAs(folder.resolve(name));
            assertThat(Files.size(folder.resolve(name))).as(name).isLessThan(BYTES_MAX);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyPageHasItsPictures() {
        return DrawPictures.pages().stream()
                .map(page -> DynamicTest.dynamicTest(page.file(), () -> {
                    String text = Files.readString(DOCS.resolve(page.file()));
                    List<String> files =
                            page.pictures().stream().map(Picture::file).toList();
                    assertThat(all(LINK, text)).isNotEmpty().isEqualTo(files);
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyPictureIsExplained() {
        return DrawPictures.pages().stream()
                .filter(page -> !isOfPlayground(page))
                .flatMap(page -> page.pictures().stream()
                        .map(picture -> DynamicTest.dynamicTest(picture.file(), () -> {
                            String section = section(page, picture);
                            assertThat(all(LINK, section)).containsExactly(picture.file());
                            Set<String> drawn = new TreeSet<>(all(DRAWN, picture.svg()));
                            assertThat(new TreeSet<>(all(SPOKEN_OF, section)))
                                    .isNotEmpty()
                                    .isEqualTo(drawn);
                        })));
    }

    /** The paragraph after such a picture says which command draws it, and speaks of every kind of message in it. */
    @TestFactory
    Stream<DynamicTest> everyPictureOfThePlaygroundIsExplained() {
        return DrawPictures.pages().stream()
                .filter(PicturesTest::isOfPlayground)
                .flatMap(page -> page.pictures().stream()
                        .map(picture -> DynamicTest.dynamicTest(picture.file(), () -> {
                            String paragraph = paragraphAfter(page, picture);
                            List<String> commands = all(COMMAND, picture.svg());
                            assertThat(commands).hasSize(1);
                            assertThat(paragraph).contains("`" + commands.get(0) + "`");
                            Set<String> drawn = new TreeSet<>(all(DRAWN, picture.svg()));
                            assertThat(new TreeSet<>(all(SPOKEN_OF, paragraph)))
                                    .isNotEmpty()
                                    .isEqualTo(drawn);
                        })));
    }

    private static boolean isOfPlayground(PicturePage page) {
        return page.file().startsWith("coordination/");
    }

    private static String paragraphAfter(PicturePage page, Picture picture) throws IOException {
        String text = Files.readString(DOCS.resolve(page.file()));
        int link = text.indexOf("(../pictures/" + picture.file() + ")\n\n");
        assertThat(link)
                .as("%s on %s, with a paragraph after it", picture.file(), page.file())
                .isNotNegative();
        int from = text.indexOf("\n\n", link) + 2;
        int to = text.indexOf("\n\n", from);
        return to < 0 ? text.substring(from) : text.substring(from, to);
    }

    private static String section(PicturePage page, Picture picture) throws IOException {
        String text = Files.readString(DOCS.resolve(page.file()));
        return Arrays.stream(text.split("\n## "))
                .filter(section -> section.contains("(pictures/" + picture.file() + ")"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(picture.file() + " is on no page"));
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new TreeSet<>(
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }
}
