package dev.voicecall.examples;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings in a file: lines of {@code NAME=value}.
 *
 * <ul>
 *   <li>Empty lines and lines that begin with {@code #} are skipped; {@code export} before a name is, too.
 *   <li>A value in single quotes is taken as it stands. In double quotes, {@code \n}, {@code \"} and {@code \\} stand for
 *       a line break, a quote and a backslash. Both end on their line.
 *   <li>A value without quotes ends before a {@code #} that has a blank before it; blanks around it are dropped.
 *   <li>Nothing is substituted: a {@code $} is a {@code $}.
 * </ul>
 *
 * <p>Errors name the line and the variable, never the value.
 */
final class DotEnv {
    private static final Pattern LINE =
            Pattern.compile("\\s*(?:export\\s+)?(?<name>[A-Za-z_][A-Za-z0-9_]*)\\s*=(?<value>.*)");
    private static final Pattern SINGLE_QUOTED = Pattern.compile("'(?<text>[^']*)'\\s*(?:#.*)?");
    private static final Pattern DOUBLE_QUOTED =
            Pattern.compile("\"(?<text>[^\"\\\\]*+(?:\\\\[n\"\\\\][^\"\\\\]*+)*+)\"\\s*(?:#.*)?");
    private static final Pattern COMMENT = Pattern.compile("\\s#.*");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

    private final String file;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new TreeMap<>();

    private DotEnv(String file) {
        this.file = file;
    }

    /**
     * What the file {@code .env} in a directory sets; nothing if it isn't there.
     *
     * @throws ConfigException if it can't be read or understood
     */
    static Map<String, String> in(Path directory) {
        Path path = directory.resolve(".env");
        try {
            return parse(path.toString(), Files.readString(path, StandardCharsets.UTF_8));
        } catch (NoSuchFileException none) {
            return Map.of();
        } catch (CharacterCodingException e) {
            throw new ConfigException(path + " is not a text in UTF-8.");
        } catch (IOException e) {
            throw new ConfigException(path + " can't be read: " + e);
        }
    }

    /**
     * What a text sets, in its order.
     *
     * @param file its name, for errors
     * @throws ConfigException if it can't be understood
     */
    static Map<String, String> parse(String file, String text) {
        DotEnv parser = new DotEnv(file);
        List<String> lines = text.replaceFirst("^\uFEFF", "").lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            parser.line(i + 1, lines.get(i));
        }
        return parser.values;
    }

    private void line(int number, String line) {
        if (line.isBlank() || line.strip().startsWith("#")) {
            return;
        }
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new ConfigException(file + ", line " + number + ": it is not NAME=value, nor a comment.");
        }
        String name = matcher.group("name");
        Integer before = lines.putIfAbsent(name, number);
        if (before != null) {
            throw new ConfigException(
                    file + ", line " + number + ": " + name + " is set in line " + before + " already.");
        }
        values.put(name, value(number, name, matcher.group("value")));
    }

    private String value(int number, String name, String rest) {
        String written = rest.strip();
        boolean single = written.startsWith("'");
        if (!single && !written.startsWith("\"")) {
            return COMMENT.matcher(rest).replaceFirst("").strip();
        }
        Matcher quoted = (single ? SINGLE_QUOTED : DOUBLE_QUOTED).matcher(written);
        if (!quoted.matches()) {
            throw new ConfigException(
                    file + ", line " + number + ": the quotes around the value of " + name
                            + (single
                                    ? " don't end, or something comes after them."
                                    : " don't end, something comes after them, or a backslash is not followed by n, \" or \\."));
        }
        return single
                ? quoted.group("text")
                : ESCAPE.matcher(quoted.group("text")).replaceAll(escape -> switch (escape.group(1)) {
                    case "n" -> "\n";
                    default -> Matcher.quoteReplacement(escape.group(1));
                });
    }
}
