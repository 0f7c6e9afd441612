package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents say is there. */
class DocumentsTest {
    private static final Path GUIDES = Markdown.ROOT.resolve("docs/guides");
    private static final Path EXAMPLES = Path.of("src/main/java/dev/voicecall/examples");

    /** What comes right before a block that is quoted: a line that ends with a link to the source, and a colon. */
    private static final Pattern QUOTED =
            Pattern.compile("\\]\\(([^)\\s]+\\.java)\\):\n+```java\n(.*?)```", Pattern.DOTALL);

    /** A row of the map: a feature, the classes that do it, their tests. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (.+?) \\| (.+?) \\| (.+?) \\|$");

    private static final Pattern PROGRAM = Pattern.compile("public class (\\w+)");
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*)(?:\\.(\\w+))?`");
    private static final Pattern ROUTE =
            Pattern.compile("\\.(?:route\\(\\s*\"(?:GET|POST)\",\\s*|socket\\(\\s*)\"(/[^\"]+)\"");
    private static final Pattern USAGE = Pattern.compile("return \"\"\"(.*?)\"\"\"", Pattern.DOTALL);
    private static final Pattern VARIABLE = Pattern.compile("\\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\\b");

    @TempDir
    Path classes;

    @Test
    void linksLeadToWhatIsThere() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path file : Markdown.files(Markdown.ROOT, ".md")) {
            Markdown page = Markdown.of(file);
            for (String link : page.links()) {
                if (!page.leadsSomewhere(link)) {
                    dead.add(Markdown.ROOT.relativize(file) + " -> " + link);
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void theJavaOfTheGuidesCompiles() throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (Path guide : Markdown.files(GUIDES, ".md")) {
            String text = QUOTED.matcher(Files.readString(guide)).replaceAll("");
            for (String block : JavaSnippets.in(text)) {
                Matcher program = PROGRAM.matcher(block);
                String snippet = "Snippet" + sources.size();
                boolean whole = program.find();
                sources.put(whole ? program.group(1) : snippet, whole ? block : snippet(snippet, block));
            }
        }
        JavaSnippets.compile(sources, classes);
    }

    @Test
    void whatTheGuidesQuoteStandsInTheSource() throws IOException {
        for (Path guide : Markdown.files(GUIDES, ".md")) {
            for (MatchResult quote :
                    QUOTED.matcher(Files.readString(guide)).results().toList()) {
                String source = Files.readString(guide.resolveSibling(quote.group(1)));
                assertThat(unindented(source))
                        .as("%s quotes %s", guide.getFileName(), quote.group(1))
                        .contains(unindented(quote.group(2)));
            }
        }
    }

    @Test
    void theMapNamesClassesAndTestsThatAreThere() throws IOException {
        Map<String, List<Path>> sources = sources();
        List<String> wrong = new ArrayList<>();
        List<MatchResult> rows = rows();
        for (MatchResult row : rows) {
            List<MatchResult> doing = NAME.matcher(row.group(2)).results().toList();
            List<MatchResult> tests = NAME.matcher(row.group(3)).results().toList();
            if (doing.isEmpty() || tests.isEmpty()) {
                wrong.add("nothing in " + row.group());
            }
            for (MatchResult name :
                    Stream.concat(doing.stream(), tests.stream()).toList()) {
                if (!isThere(name, tests.contains(name), sources)) {
                    wrong.add(name.group());
                }
            }
        }
        assertThat(rows).hasSizeGreaterThan(50);
        assertThat(wrong).isEmpty();
    }

    @Test
    void theMapKnowsEveryRouteOfTheExamples() throws IOException {
        String map = rows().stream().map(MatchResult::group).reduce("", String::concat);
        TreeSet<String> routes = new TreeSet<>();
        for (Path source : Markdown.files(EXAMPLES, ".java")) {
            ROUTE.matcher(Files.readString(source)).results().forEach(route -> routes.add(route.group(1)));
        }
        assertThat(routes).hasSizeGreaterThan(10);
        assertThat(routes).allSatisfy(route -> assertThat(map).contains(route));
    }

    @Test
    void theSettingsThatExamplesNameAreExplained() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        TreeSet<String> variables = new TreeSet<>();
        for (Path source : Markdown.files(EXAMPLES, "Example.java")) {
            USAGE.matcher(Files.readString(source))
                    .results()
                    .map(usage -> usage.group(1))
                    .forEach(usage -> VARIABLE.matcher(usage)
                            .results()
                            .map(MatchResult::group)
                            .forEach(variables::add));
        }
        variables.remove("CALL_SID");
        assertThat(variables).hasSizeGreaterThan(10);
        assertThat(variables).allSatisfy(variable -> assertThat(readme).contains("`" + variable + "`"));
    }

    /** Some lines that stand within a program; what they use without saying is a parameter. */
    private static String snippet(String name, String lines) {
        return JavaSnippets.IMPORTS + "class " + name + " { void all(VoiceCalls calls, CallGateway gateway,"
                + " WebServer server, SpeechToText ear, Responder brain, TextToSpeech voice, VoiceAgent agent,"
                + " DataSource dataSource, OpenAi openAi, String callId) throws Exception {\n" + lines + "}}";
    }

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(GUIDES.resolve("features.md")))
                .results()
                .filter(row -> !row.group().startsWith("|--") && row.group().contains("`"))
                .toList();
    }

    private static Map<String, List<Path>> sources() throws IOException {
        Map<String, List<Path>> sources = new TreeMap<>();
        for (Path source : Markdown.files(Markdown.ROOT, ".java")) {
            String name = String.valueOf(source.getFileName());
            sources.computeIfAbsent(name.substring(0, name.length() - ".java".length()), key -> new ArrayList<>())
                    .add(source);
        }
        return sources;
    }

    private static boolean isThere(MatchResult name, boolean test, Map<String, List<Path>> sources) throws IOException {
        for (Path source : sources.getOrDefault(name.group(1), List.of())) {
            boolean member = name.group(2) == null
                    || Pattern.compile("\\b" + name.group(2) + "\\b")
                            .matcher(Files.readString(source))
                            .find();
            if (member && source.toString().contains(test ? "src/test" : "src/main")) {
                return true;
            }
        }
        return false;
    }

    private static String unindented(String code) {
        return code.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce("", (all, line) -> all + line + "\n");
    }
}
