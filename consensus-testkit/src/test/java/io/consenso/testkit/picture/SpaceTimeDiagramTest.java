/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.engine.Role;
import io.consenso.spi.Frame;
import io.consenso.testkit.simulation.LinkOptions;
import io.consenso.testkit.simulation.SimulatedNode;
import io.consenso.testkit.simulation.Simulation;
import io.consenso.testkit.simulation.Trace;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SpaceTimeDiagramTest {
    private static final PeerId A = PeerId.of("a");
    private static final PeerId B = PeerId.of("b");
    private static final PeerId C = PeerId.of("c");
    private static final List<PeerId> PEERS = List.of(A, B, C);
    private static final Path GOLDEN = Path.of("src/test/resources/io/consenso/testkit/picture/tiny.svg");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    @TempDir
    Path folder;

    @Test
    void aTinyRunLooksAsItDid() throws IOException {
        String svg = tiny().toSvg();
        if (Boolean.getBoolean("consenso.golden.rewrite")) {
            Files.writeString(GOLDEN, svg);
        }
        assertThat(svg).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void theSameTraceGivesTheSameBytesInEveryLocale() {
        String html = eventful().toHtml();
        String svg = eventful().toSvg();
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(eventful().toHtml()).isEqualTo(html);
            assertThat(eventful().toSvg()).isEqualTo(svg);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void svgAndHtmlAreWellFormed() throws Exception {
        assertThat(parse(eventful().toSvg()).getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(parse(eventful().toHtml()).getDocumentElement().getTagName()).isEqualTo("html");
    }

    @Test
    void nothingOutsideIsReferredTo() {
        String html = eventful().toHtml().replace("http://www.w3.org/", "");
        assertThat(html).doesNotContain("http:", "https:", "src=", "@import", "url(//");
    }

    @Test
    void allArrowsAreInsideTheCanvas() throws Exception {
        Element svg = parse(eventful().toSvg()).getDocumentElement();
        double width = Double.parseDouble(svg.getAttribute("width"));
        double height = Double.parseDouble(svg.getAttribute("height"));
        List<Double> points = new ArrayList<>();
        for (Element path : elements(svg, "path")) {
            if (((Element) path.getParentNode()).getAttribute("class").startsWith("m ")) {
                Matcher numbers = NUMBER.matcher(path.getAttribute("d"));
                while (numbers.find()) {
                    points.add(Double.parseDouble(numbers.group()));
                }
            }
        }
        assertThat(points).hasSizeGreaterThan(40);
        for (int i = 0; i < points.size(); i += 2) {
            assertThat(points.get(i)).isBetween(0.0, width);
            assertThat(points.get(i + 1)).isBetween(0.0, height);
        }
    }

    @Test
    void arrowsNeverPointUpwards() throws Exception {
        for (Element path : elements(parse(eventful().toSvg()).getDocumentElement(), "path")) {
            if (((Element) path.getParentNode()).getAttribute("class").startsWith("m ")) {
                Matcher numbers = NUMBER.matcher(path.getAttribute("d"));
                List<Double> points = new ArrayList<>();
                while (numbers.find()) {
                    points.add(Double.parseDouble(numbers.group()));
                }
                assertThat(points.get(3)).isGreaterThanOrEqualTo(points.get(1));
            }
        }
    }

    @Test
    void hostileTextStaysText() throws Exception {
        String hostile = "</title><script>alert('x')</script> & \" ]]> \u0000 \ud800 \u202e";
        Simulation simulation = new Simulation(1, Trace.recording());
        simulation.trace().labels((group, frame) -> hostile);
        ping(simulation, LinkOptions.reliable());
        simulation.trace().note(A, hostile);
        simulation.note(hostile);
        simulation.trace().failure(hostile);
        simulation.trace().fault(hostile, hostile);
        simulation.trace().invoked(hostile, A, hostile);
        SpaceTimeDiagram diagram =
                SpaceTimeDiagram.of(simulation.trace()).title(hostile).replay(hostile);
        Document page = parse(diagram.toHtml());
        assertThat(page.getElementsByTagName("script").getLength()).isEqualTo(1);
        assertThat(page.getElementsByTagName("title").item(0).getTextContent()).startsWith("</title><script>");
        assertThat(parse(diagram.toSvg()).getElementsByTagName("script").getLength())
                .isZero();
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(diagram.toHtml()))
                .isTrue();
    }

    @Test
    void theWindowLeavesOutWhatLiesOutside() {
        String all = eventful().toSvg();
        String part =
                eventful().window(Duration.ofMillis(30), Duration.ofMillis(60)).toSvg();
        assertThat(all).contains("Ping 1<", "crash", "leader 1");
        assertThat(part).doesNotContain("Ping 1<").contains("leader 1", "0.030000 s to 0.060000 s of a run of");
        assertThat(part).hasSizeLessThan(all.length());
        assertThatThrownBy(() -> eventful().window(Duration.ofMillis(2), Duration.ofMillis(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void timesCountFromWhereTheyAreTold() throws Exception {
        Duration begin = Duration.ofMillis(3);
        String svg =
                eventful().window(begin, Duration.ofMillis(60)).countFrom(begin).toSvg();
        assertThat(svg).contains("0.000000 s to 0.057000 s of a run of", "a is leader in epoch 1, from 0.000010 s");
        String before = eventful().countFrom(Duration.ofMillis(4)).toSvg();
        assertThat(before)
                .contains("Ping 1\u00a0: a → b, left at -0.003990 s", ">-0.004000<", "-0.000990000 b leader a 1");
        assertThat(elements(parse(before).getDocumentElement(), "path"))
                .hasSameSizeAs(elements(parse(eventful().toSvg()).getDocumentElement(), "path"));
    }

    @Test
    void lifeLinesAreAsFarApartAsAskedFor() {
        assertThat(tiny().spacing(150).toSvg())
                .contains(">a</text>\n<text x=\"314\" y=\"21\" class=\"node\">b</text>\n<text x=\"464\"");
        assertThatThrownBy(() -> tiny().spacing(99)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void epochsAreWrittenAsTold() {
        assertThat(tiny().epochs(epoch -> "no. " + epoch).toSvg())
                .contains(">leader no. 1<", "a is leader in epoch no. 1,")
                .doesNotContain("leader 1");
    }

    @Test
    void aLabelThatIsTooLongLosesItsLastWords() {
        assertThat(labelled("Ping some=1 words=2 more=3")).contains(">Ping some=1 …<");
        assertThat(labelled("Ping quite-a-long-word=1")).contains(">Ping …<");
        assertThat(labelled("PingAsLongAsANameMayBeAndLonger x=1")).contains(">PingAsLongAsANam…<");
    }

    @Test
    void aLongRunThatFailedIsDrawnAroundTheFailure() {
        Simulation simulation = busy(Duration.ofSeconds(6), Duration.ofSeconds(4));
        String svg = SpaceTimeDiagram.of(simulation.trace()).toSvg();
        assertThat(svg).contains("FAILURE made up").doesNotContain("Ping 1<").contains("of a run of 6.");
    }

    @Test
    void aLongRunIsCutToASizeThatBrowsersLike() {
        Simulation simulation = busy(Duration.ofSeconds(20), Duration.ofSeconds(30));
        assertThat(SpaceTimeDiagram.of(simulation.trace()).toHtml()).hasSizeLessThan(500_000);
        assertThat(SpaceTimeDiagram.of(simulation.trace())
                        .window(Duration.ZERO, Duration.ofSeconds(20))
                        .toHtml())
                .contains("messages is drawn")
                .hasSizeLessThan(2_000_000);
    }

    @Test
    void hiddenMessagesAreOnThePageOnlyAndOff() {
        assertThat(eventful().hide("Ping").toSvg()).doesNotContain("Ping 1").contains("Pong 1");
        assertThat(eventful().hide("Ping").toHtml()).contains("Ping 1", "off");
    }

    @Test
    void whatIsLostSaysWhy() {
        assertThat(eventful().toSvg())
                .contains("lost: CUT", "lost: DOWN", "link is cut", "receiver is down")
                .contains("a c | b");
    }

    @Test
    void clientsFaultsAndSignsAreThere() {
        assertThat(eventful().toSvg())
                .contains("client 1", "✓ put x", "? put y", "✗ put z", "… put w")
                .contains("PAUSE b", "snapshot 4", "halted", "start 2", "a note", "→ a", "✓4", "▸4");
    }

    @Test
    void aTraceOfNothingIsAnEmptyPicture() throws Exception {
        assertThat(parse(SpaceTimeDiagram.of(Trace.recording()).toHtml())).isNotNull();
        assertThat(parse(SpaceTimeDiagram.of(Trace.hashOnly()).toSvg())).isNotNull();
    }

    @Test
    void filesAreWrittenIntoFoldersThatAreMade() throws IOException {
        Path html = tiny().writeHtml(folder.resolve("x/run.html"));
        Path svg = tiny().writeSvg(folder.resolve("y/run.svg"));
        assertThat(html).content(StandardCharsets.UTF_8).isEqualTo(tiny().toHtml());
        assertThat(svg).content(StandardCharsets.UTF_8).isEqualTo(tiny().toSvg());
    }

    /** Two messages, a leader, a commit. */
    private static SpaceTimeDiagram tiny() {
        Simulation simulation = new Simulation(1, Trace.recording());
        simulation.trace().labels((group, frame) -> frame.toUtf8());
        LinkOptions steady = LinkOptions.reliable().withDelay(Duration.ofMillis(1), Duration.ZERO);
        ping(simulation, steady);
        simulation.trace().role(A, Role.LEADER, 1);
        simulation.trace().committed(A, 1);
        send(simulation, A, B, "Ping 2");
        simulation.run(Duration.ofNanos(1_500_000));
        return SpaceTimeDiagram.of(simulation.trace()).title("Tiny").replay("replay 1");
    }

    /** A message of that label between life lines with room for seventeen characters. */
    private static String labelled(String text) {
        Simulation simulation = new Simulation(1, Trace.recording());
        simulation.trace().labels((group, frame) -> text);
        ping(simulation, LinkOptions.reliable().withDelay(Duration.ofMillis(1), Duration.ZERO));
        return SpaceTimeDiagram.of(simulation.trace()).spacing(170).toSvg();
    }

    /** Something of everything. */
    private static SpaceTimeDiagram eventful() {
        Simulation simulation = new Simulation(1, Trace.recording());
        Trace trace = simulation.trace();
        trace.labels((group, frame) -> frame.toUtf8());
        ping(simulation, LinkOptions.reliable());
        trace.role(A, Role.LEADER, 1);
        trace.leader(B, Optional.of(A), 1);
        trace.completed(trace.invoked("client 1", A, "put x"), Trace.Outcome.OK, "done");
        trace.completed(trace.invoked("client 1", A, "put y"), Trace.Outcome.UNKNOWN, "timed out");
        trace.completed(trace.invoked("client 2", B, "put z"), Trace.Outcome.FAILED, "refused");
        long unused = trace.invoked("client 2", B, "put w");
        simulation.run(Duration.ofMillis(1));
        trace.committed(A, 4);
        trace.applied(A, 4);
        simulation.run(Duration.ofMillis(1));
        trace.snapshot(A, 4, false);
        trace.note(A, "a note");
        simulation.network().isolate(B);
        send(simulation, A, B, "Ping 2");
        long fault = trace.fault("PAUSE", "b");
        simulation.node(B).pause(Duration.ofMillis(10));
        simulation.run(Duration.ofMillis(20));
        trace.faultEnded(fault);
        simulation.network().heal();
        simulation.node(C).crash();
        send(simulation, A, C, "Ping 3");
        simulation.run(Duration.ofMillis(20));
        simulation.node(C).restart();
        trace.snapshot(C, 4, true);
        send(simulation, A, C, "Ping 4");
        simulation.run(Duration.ofMillis(20));
        trace.halted(C, new IllegalStateException("broken"));
        send(simulation, A, C, "Ping 5");
        simulation.run(Duration.ofNanos(1_000));
        return SpaceTimeDiagram.of(trace).title("Eventful");
    }

    private static Simulation busy(Duration length, Duration failure) {
        Simulation simulation = new Simulation(1, Trace.recording());
        simulation.trace().labels((group, frame) -> frame.toUtf8());
        ping(simulation, LinkOptions.reliable());
        simulation.after(failure, () -> simulation.trace().failure("made up"));
        long end = simulation.now() + length.toNanos();
        for (int i = 2; simulation.now() < end; i++) {
            send(simulation, PEERS.get(i % 3), PEERS.get((i + 1) % 3), "Ping " + i);
            simulation.trace().committed(A, i);
            simulation.run(Duration.ofMillis(2));
        }
        return simulation;
    }

    /** Starts three nodes that answer a ping, and lets the first send one. */
    private static void ping(Simulation simulation, LinkOptions links) {
        simulation.network().options(links);
        for (PeerId peer : PEERS) {
            SimulatedNode node = simulation.node(peer);
            node.program(up -> up.transport().subscribe("g", (from, frame) -> answer(simulation, peer, from, frame)));
            node.start();
        }
        simulation.run(Duration.ofNanos(10_000));
        send(simulation, A, B, "Ping 1");
        simulation.run(Duration.ofMillis(3));
    }

    private static void answer(Simulation simulation, PeerId self, PeerId from, Bytes frame) {
        if (frame.toUtf8().startsWith("Ping")) {
            send(simulation, self, from, frame.toUtf8().replace("Ping", "Pong"));
        }
    }

    private static void send(Simulation simulation, PeerId from, PeerId to, String text) {
        simulation.node(from).transport().send("g", to, Frame.of(Bytes.ofUtf8(text)));
    }

    private static Document parse(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static List<Element> elements(Element root, String name) {
        NodeList found = root.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }
}
